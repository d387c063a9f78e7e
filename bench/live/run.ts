import { setTimeout as pause } from 'node:timers/promises';
import { type Bar, type Bench, type BenchRow, type Figure, mean, percentile, progress, toRow } from '../harness.js';
import { cpuSeconds } from '../processes.js';
import type { Size } from '../xvfb.js';
import type { LiveCost } from './live-cost.js';
import { readShown } from './read-page.js';
import { startLiveScene, startMovingScreen, TRANSPORTS, type Transport } from './scene.js';
import { measurePeer, PEER_NAMES, type Peer } from './vnc-peers.js';

const SECONDS = 20;
const WARM_UP_MS = 6_000;
const SIZES: Record<string, Size> = { '720p': { width: 1280, height: 720 }, '1080p': { width: 1920, height: 1080 } };

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
  describe: `a live picture in Chromium: fps, age, CPU, Mbit/s of both transports, beside x11vnc and x0vncserver (${SECONDS} s each)`,
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
    const peers = new Map<Peer, LiveCost>();
    for (const name of PEER_NAMES) {
      const cost = await measurePeer(name, screen.display, seconds);
      if (cost !== undefined) peers.set(name, cost);
    }
    const costs = await measureAgent(screen.display, size, wanted, seconds);
    const [peer] = peers.values();
    return [
      ...[...costs].flatMap(([transport, cost]) =>
        toRows(`${transport} ${label}`, cost, peer, label === '720p' ? BARS[transport] : undefined),
      ),
      ...[...peers].flatMap(([name, cost]) => toRows(`${name} ${label}`, cost, undefined)),
    ];
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

/** Rows of one case, beside those of the first peer that is there. */
export function toRows(
  name: string,
  { fps, ages, cpu, mbits }: LiveCost,
  peer: LiveCost | undefined,
  bars?: (typeof BARS)[Transport],
): BenchRow[] {
  const age = (share: number, bar?: Bar) => ({
    metric: `screen to viewer p${share * 100}`,
    value: percentile(ages, share),
    unit: 'ms',
    baseline: peer && percentile(peer.ages, share),
    bar,
  });
  const figures: Omit<Figure, 'case'>[] = [
    { metric: 'pictures shown', value: fps, unit: '/s', baseline: peer?.fps, bar: bars?.fps },
    age(0.5, bars?.p50),
    age(0.95),
    age(0.99, bars?.p99),
    { metric: 'CPU', value: cpu, unit: '% of a core', baseline: peer?.cpu, bar: bars?.cpu },
    { metric: 'received', value: mbits, unit: 'Mbit/s', baseline: peer?.mbits, bar: bars?.mbits },
  ];
  return figures.map((figure) => toRow({ case: name, ...figure }));
}
