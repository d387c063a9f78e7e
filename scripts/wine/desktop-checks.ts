import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Bench, probe } from './bench.js';
import { check, until } from './checks.js';
import { differing, fromBgrx, isCaretAtMost, shot, stillShot } from './pictures.js';
import { screenSize } from './windows.js';

const Frame = z.object({ width: z.int(), height: z.int(), stride: z.int(), ms: z.number() });

/** GDI's picture against xwd's of the same display. */
export async function checkCapture(bench: Bench): Promise<void> {
  const before = await stillShot(bench.windows.display);
  const { answer, file } = await probe(bench, 'grab-probe');
  const frame = Frame.safeParse(answer);
  if (!frame.success) return check('capture', false, JSON.stringify(answer));
  const { width, height, ms } = frame.data;
  const found = fromBgrx(readFileSync(`${file}.pixels`), frame.data);
  const isWhole = width === before.width && height === before.height;
  const off = isWhole ? differing(before, found) : undefined;
  check(
    'capture',
    off !== undefined && isCaretAtMost(off),
    `${width}x${height} through GDI in ${ms.toFixed(1)} ms (median of 20), ${off?.count ?? 'all'} of ${width * height} pixels other than xwd's (a caret of 40 may be)`,
  );
}

/** The bar at the top of the screen, for where no task bar can hold an icon. */
export async function checkBanner(bench: Bench): Promise<void> {
  const { display } = bench.windows;
  const area = { x: screenSize.width / 2 - 320, y: 0, width: 640, height: 26 };
  const before = await stillShot(display);
  const { answer } = await probe(bench, 'banner-probe');
  const changed = async () => differing(before, await shot(display), area).count;
  const least = 0.5 * area.width * area.height;
  const count = await until('the banner', 10, async () => {
    const now = await changed();
    return now > least ? now : undefined;
  }).catch(changed);
  check(
    'banner',
    count > least,
    `${JSON.stringify(answer)}, ${count} of ${area.width * area.height} of its pixels changed`,
  );
  const left = await until('the banner to go', 20, async () => {
    const now = await changed();
    return now < 40 ? now : undefined;
  }).catch(changed);
  check('banner taken down', left < 40, `${left} pixels still changed`);
}
