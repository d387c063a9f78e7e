import { setTimeout as pause } from 'node:timers/promises';
import { type Bar, type Bench, type BenchRow, type Figure, mean, percentile, progress, toRow } from '../harness.js';
import { cpuSeconds } from '../processes.js';
import { isInstalled, type Size } from '../xvfb.js';
import { readShown } from './read-page.js';
import { startLiveScene, startMovingScreen, TRANSPORTS, type Transport } from './scene.js';
import { measureX11vnc } from './x11vnc.js';

const SECONDS = 20;
const WARM_UP_MS = 6_000;
const SIZES: Record<string, Size> = { '720p': { width: 1280, height: 720 }, '1080p': { width: 1920, height: 1080 } };

/** What a live picture of moving text cost, and how it came. */
export interface LiveCost {
  readonly fps: number;
  /** Milliseconds from the X screen to the page; absent where the pixels are thrown away. */
  readonly ages?: readonly number[];
  /** Of a core, 0 to 100. */
  readonly cpu: number;
  readonly mbits: number;
}

const atMost = (limit: number): Bar => ({ is: '<=', limit });
const atLeast = (limit: number): Bar => ({ is: '>=', limit });

/** The design's figures; it names them for 720p only. */
const BARS: Record<Transport, { fps: Bar; p50: Bar; p99?: Bar; cpu?: Bar; mbits: Bar }> = {
  tiles: { fps: atLeast(50), p50: atMost(20), p99: atMost(50), cpu: atMost(25), mbits: atMost(70) },
  track: { fps: atLeast(25), p50: atMost(100), mbits: atMost(3) },
};

/** A live picture in a real browser: text that scrolls at 60 a second under Xvfb, the real agent, server and page. */
export const benchLive: Bench = {
  name: 'live',
  describe: `a live picture in Chromium: fps, age, CPU, Mbit/s of both transports, beside x11vnc (${SECONDS} s each)`,
  async run({ seconds = SECONDS, only = '' }) {
    const rows: BenchRow[] = [];
    for (const [label, size] of Object.entries(SIZES)) {
      const wanted = TRANSPORTS.filter((transport) => `${transport} ${label}`.includes(only));
      if (wanted.length > 0) rows.push(...(await measureSize(label, size, wanted, seconds)));
    }
    return rows;
  },
};

async function measureSize(label: string, size: Size, wanted: readonly Transport[], seconds: number) {
  const screen = await startMovingScreen(size);
  try {
    const peer = isInstalled('x11vnc') ? await measureX11vnc(screen.display, seconds) : undefined;
    if (peer === undefined) progress('x11vnc is not installed (apt-get install x11vnc); the ratios to it are left out');
    const costs = await measureAgent(screen.display, size, wanted, seconds);
    return [...costs].flatMap(([transport, cost]) =>
      toRows(`${transport} ${label}`, cost, peer, label === '720p' ? BARS[transport] : undefined),
    );
  } finally {
    await screen.stop();
  }
}

/** The real agent, seen by the page of `didacto view`. */
async function measureAgent(display: string, size: Size, wanted: readonly Transport[], seconds: number) {
  const scene = await startLiveScene(display);
  const costs = new Map<Transport, LiveCost>();
  try {
    for (const transport of wanted) {
      progress(`${transport} ${size.width}x${size.height}`);
      const { tab, close } = await scene.openPage(transport, size);
      await pause(WARM_UP_MS);
      const before = cpuSeconds(scene.pid);
      const [{ ages }, mbits] = await Promise.all([readShown(tab.page, seconds), readRate(tab.text, seconds)]);
      const cpu = ((cpuSeconds(scene.pid) - before) / seconds) * 100;
      costs.set(transport, { fps: ages.length / seconds, ages, cpu, mbits });
      await close();
    }
  } finally {
    await scene.stop();
  }
  return costs;
}

/** What the page itself says it receives, on average; Mbit/s. */
async function readRate(text: (selector: string) => Promise<string>, seconds: number): Promise<number> {
  const rates: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await pause(1_000);
    const [, number, unit] = /([\d.,]+)\s*([kM])bit/.exec(await text('#rate')) ?? [];
    if (number !== undefined) rates.push(Number(number.replaceAll(',', '')) / (unit === 'k' ? 1_000 : 1));
  }
  return mean(rates);
}

/** Rows of one case, beside x11vnc's. */
export function toRows(
  name: string,
  { fps, ages = [], cpu, mbits }: LiveCost,
  peer: LiveCost | undefined,
  bars: (typeof BARS)[Transport] | undefined,
): BenchRow[] {
  const figures: Omit<Figure, 'case'>[] = [
    { metric: 'pictures shown', value: fps, unit: '/s', baseline: peer?.fps, bar: bars?.fps },
    { metric: 'screen to page p50', value: percentile(ages, 0.5), unit: 'ms', bar: bars?.p50 },
    { metric: 'screen to page p95', value: percentile(ages, 0.95), unit: 'ms' },
    { metric: 'screen to page p99', value: percentile(ages, 0.99), unit: 'ms', bar: bars?.p99 },
    { metric: 'CPU of the agent', value: cpu, unit: '% of a core', baseline: peer?.cpu, bar: bars?.cpu },
    { metric: 'received', value: mbits, unit: 'Mbit/s', baseline: peer?.mbits, bar: bars?.mbits },
  ];
  return figures.map((figure) => toRow({ case: name, ...figure }));
}
