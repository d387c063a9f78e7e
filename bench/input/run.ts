import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type * as z from 'zod';
import { type Bar, type Bench, type BenchRow, percentile, progress, toRow } from '../harness.js';
import { type LiveScene, startLiveScene, startMovingScreen } from '../live/scene.js';
import { firstLine, spawnScript, stopProcess } from '../processes.js';
import type { Size } from '../xvfb.js';
import { answer, place, toAnswer, toPlace } from './times.js';
import { type Seen, watchMoves } from './watch-moves.js';

const SECONDS = 20;
const WARM_UP_MS = 4_000;
/** What is under way at the end arrives. */
const SETTLE_MS = 500;
const SIZE: Size = { width: 1280, height: 720 };
const MOVE_EVERY_MS = 1000 / 60;

/** How input goes from the page to the agent, and what the page's readout calls it. */
const WAYS = [
  { way: 'data channel', shown: 'direct' },
  { way: 'relay', shown: 'by the server' },
] as const;
type Way = (typeof WAYS)[number];

const atMost = (limit: number): Bar => ({ is: '<=', limit });
/** The design's; it names none for the relay. */
const DATA_CHANNEL_BARS = { p50: atMost(1), p99: atMost(20) };

/** Of one way, ms: until the pointer moved on the student's screen, and until the page knew. */
interface Timed {
  readonly there: readonly number[];
  readonly back: readonly number[];
}

/** The mouse of an instructor over a student's moving screen: the real page in a real browser, server and agent. */
export const benchInput: Bench = {
  name: 'input',
  describe: `a mouse over a live picture in Chromium: from the page's event until the pointer moved on the X screen, and back (${SECONDS} s each)`,
  async run({ seconds = SECONDS, only = '' }) {
    const ways = WAYS.filter(({ way }) => way.includes(only));
    if (ways.length === 0) return [];
    const screen = await startMovingScreen(SIZE);
    const echo = spawnScript(new URL('./echo-main.ts', import.meta.url));
    const pointer = spawnScript(new URL('./pointer-main.ts', import.meta.url), [screen.display]);
    try {
      await firstLine(pointer, pointer.stdout);
      const url = `ws://127.0.0.1:${await firstLine(echo, echo.stdout)}`;
      const scene = await startLiveScene(screen.display);
      const rows: BenchRow[] = [];
      try {
        for (const way of ways) {
          progress(way.way);
          const [played, echoed] = await measure(scene, way, { pointer, echo, url }, seconds);
          rows.push(...toRows(way.way, played, echoed, seconds));
        }
      } finally {
        await scene.stop();
      }
      return rows;
    } finally {
      await Promise.all([stopProcess(echo), stopProcess(pointer)]);
      await screen.stop();
    }
  },
};

interface Others {
  readonly pointer: ChildProcess;
  readonly echo: ChildProcess;
  readonly url: string;
}

async function measure(scene: LiveScene, { way, shown }: Way, { pointer, echo, url }: Others, seconds: number) {
  const { tab, close } = await scene.openPage('tiles', SIZE, {
    // The page's own rules let it talk to nobody but its server.
    bypassCSP: true,
    ...(way === 'relay' && { before: () => void Reflect.deleteProperty(globalThis, 'RTCPeerConnection') }),
  });
  const { page } = tab;
  const moves = await watchMoves(page);
  const record = async <T>(from: ChildProcess, shape: z.ZodType<T>): Promise<{ seen: Seen; told: T[] }> => {
    await moveFor(page, 1);
    await moves.take();
    const told: T[] = [];
    const onMessage = (message: unknown) => void told.push(shape.parse(message));
    from.on('message', onMessage);
    await moveFor(page, seconds);
    await pause(SETTLE_MS);
    from.off('message', onMessage);
    return { seen: await moves.take(), told };
  };
  await page.locator('#way', { hasText: shown }).waitFor();
  await pause(WARM_UP_MS);
  await page.click('#control');
  await page.locator('#control[data-state=on]').waitFor();
  const { seen, told: places } = await record(pointer, place);
  const played = { there: toPlace(seen.sent, places, SIZE), back: toAnswer(seen.sent, seen.answers) };
  await page.click('#control');
  await page.locator('#control[data-state=off]').waitFor();
  await moves.echo(url);
  const { seen: other, told: came } = await record(echo, answer);
  const echoed = { there: toAnswer(other.sent, came), back: toAnswer(other.sent, other.answers) };
  await close();
  return [played, echoed] as const;
}

/** Moves the mouse in circles over the picture. */
async function moveFor(page: Page, seconds: number): Promise<void> {
  const began = performance.now();
  for (let step = 1; performance.now() < began + seconds * 1_000; step++) {
    const angle = step / 20;
    await page.mouse.move(SIZE.width / 2 + 200 * Math.cos(angle), SIZE.height / 2 + 200 * Math.sin(angle));
    await pause(Math.max(0, began + step * MOVE_EVERY_MS - performance.now()));
  }
}

/** Rows of one way, beside those of a bare WebSocket server. */
export function toRows(way: Way['way'], played: Timed, echoed: Timed, seconds: number): BenchRow[] {
  const bars = way === 'data channel' ? DATA_CHANNEL_BARS : undefined;
  const figure = (metric: string, of: keyof Timed, share: number, bar?: Bar) => ({
    metric: `${metric} p${share * 100}`,
    value: percentile(played[of], share),
    unit: 'ms',
    baseline: percentile(echoed[of], share),
    bar,
  });
  const figures = [
    figure('event to pointer moved', 'there', 0.5, bars?.p50),
    figure('event to pointer moved', 'there', 0.95),
    figure('event to pointer moved', 'there', 0.99, bars?.p99),
    figure('round trip', 'back', 0.5),
    figure('round trip', 'back', 0.99),
    {
      metric: 'moves played',
      value: played.there.length / seconds,
      unit: '/s',
      baseline: echoed.there.length / seconds,
    },
  ];
  return figures.map((each) => toRow({ case: `${way}, beside a bare ws`, ...each }));
}
