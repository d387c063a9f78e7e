import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isInstalled, startXvfb, XVFB_MISSING } from '../xvfb.js';
import { CONTENTS, type Content, Page } from './page.js';
import { startContent } from './start.js';

const SIZE = { width: 1280, height: 720 };

test.each(CONTENTS)('%s is the same on every machine and every run', (content) => {
  const draw = () => {
    const page = new Page(SIZE, content);
    page.scrollCode();
    page.nextFrame();
    return page.canvas.pixels;
  };
  expect(Buffer.from(draw().buffer).equals(Buffer.from(draw().buffer))).toBe(true);
});

test.each([
  { width: 1024, height: 768 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
])('a page of $width x $height scrolls within a pane of about 60 % x 70 %', (size) => {
  const page = new Page(size, 'coding');
  const before = page.canvas.pixels.slice();
  const area = page.scrollCode().scrolled?.area ?? { x: 0, y: 0, width: 0, height: 0 };
  expect(area.width / size.width).toBeCloseTo(0.6, 2);
  expect(area.height / size.height).toBeCloseTo(0.7, 1);
  const changed = page.canvas.pixels.reduce<number[]>((list, pixel, at) => {
    if (pixel !== before[at]) list.push(at);
    return list;
  }, []);
  expect(changed.length).toBeGreaterThan(1000);
  const outside = changed.filter((at) => {
    const [x, y] = [at % size.width, Math.floor(at / size.width)];
    return x < area.x || x >= area.x + area.width || y < area.y || y >= area.y + area.height;
  });
  expect(outside).toEqual([]);
});

if (!isInstalled('Xvfb')) console.log(`skipped: content on a real screen; ${XVFB_MISSING}`);

test.skipIf(!isInstalled('Xvfb')).each<[Content, boolean]>([
  ['idle', false],
  ['coding', true],
  ['video', true],
])('%s on a real screen: moves %s', async (content, moves) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'didacto-content-'));
  const x = await startXvfb(SIZE, folder);
  const pixels = async () => {
    const file = await readFile(path.join(folder, 'Xvfb_screen0'));
    return file.subarray(-SIZE.width * SIZE.height * 4);
  };
  const digest = async () =>
    createHash('sha1')
      .update(await pixels())
      .digest('hex');
  const black = await digest();
  const shown = await startContent({ display: x.display, size: SIZE, content });
  const first = await digest();
  expect(first).not.toBe(black);
  if (moves) {
    while ((await digest()) === first) await sleep(20);
  } else {
    const expected = Buffer.from(new Page(SIZE, content).canvas.pixels.buffer);
    expect((await pixels()).equals(expected)).toBe(true);
    await sleep(1500); // longer than anything that moves needs
    expect(await digest()).toBe(first);
  }
  await shown.stop();
  await x.stop();
  await rm(folder, { recursive: true });
});
