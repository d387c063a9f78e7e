import { CONTENTS, type Content } from '../content/page.js';
import { type Bar, type Bench, type BenchRow, type Figure, progress, toRow } from '../harness.js';
import { WIRE_METRIC } from '../tcp-meter.js';
import { isInstalled, type Size } from '../xvfb.js';
import { type Cost, measureScreen } from './measure.js';
import { type StartSubject, startSubject } from './subject.js';
import { startX11vnc } from './x11vnc.js';

const SECONDS = 60;
const SIZES: Record<string, Size> = { '720p': { width: 1280, height: 720 }, '1080p': { width: 1920, height: 1080 } };

const atMost = (limit: number): Bar => ({ is: '<=', limit });

/** The design's figures; it names them for 720p only. */
const BARS: Record<Content, { cpu: Bar; bytes: Bar; memory?: Bar }> = {
  idle: { cpu: atMost(0.3), bytes: atMost(50) },
  coding: { cpu: atMost(0.6), bytes: atMost(4_000), memory: atMost(80) },
  video: { cpu: atMost(1), bytes: atMost(10_000), memory: atMost(80) },
};

/** What watching a lab PC's screen costs that PC, beside x11vnc on the same screen. */
export const benchAgent: Bench = {
  name: 'agent',
  describe: `capture and push at 1/s: CPU, bytes, memory, beside x11vnc (${SECONDS} s each, about 24 minutes)`,
  async run({ seconds = SECONDS, only = '' }) {
    const subjects: Record<string, StartSubject> = { agent: startSubject, ...peers() };
    const rows: BenchRow[] = [];
    for (const [label, size] of Object.entries(SIZES)) {
      for (const content of CONTENTS) {
        const name = `${content} ${label}`;
        if (!name.includes(only)) continue;
        const costs = await measureScreen({ content, size }, seconds, subjects);
        rows.push(...toRows(name, costs, label === '720p' ? BARS[content] : undefined));
      }
    }
    return rows;
  },
};

/** Both of x11vnc's good codings: which is smaller depends on the content. */
function peers(): Record<string, StartSubject> {
  if (isInstalled('x11vnc')) return { 'x11vnc tight': startX11vnc('tight'), 'x11vnc zrle': startX11vnc('zrle') };
  progress('x11vnc is not installed (Debian, Ubuntu: apt-get install x11vnc); the ratios to it are left out');
  return {};
}

/** Rows of the agent with the better of the peers as baseline, then the peers' own. */
export function toRows(
  name: string,
  costs: ReadonlyMap<string, Cost>,
  bars: (typeof BARS)[Content] | undefined,
): BenchRow[] {
  const others = [...costs].filter(([subject]) => subject !== 'agent');
  return [...costs].flatMap(([subject, cost]) => {
    const isAgent = subject === 'agent';
    const baseline = (of: (cost: Cost) => number) =>
      isAgent && others.length > 0 ? Math.min(...others.map(([, other]) => of(other))) : undefined;
    const figure = (metric: string, unit: string, of: (cost: Cost) => number, bar?: Bar): Figure => ({
      case: name,
      metric: `${subject}: ${metric}`,
      value: of(cost),
      unit,
      baseline: baseline(of),
      bar: isAgent ? bar : undefined,
    });
    return [
      figure('CPU with X server', 's/min', ({ cpu, xCpu }) => cpu + xCpu, bars?.cpu),
      figure('CPU of X server over baseline', 's/min', ({ xCpu }) => xCpu),
      figure(WIRE_METRIC, 'B/s', ({ bytesPerSecond }) => bytesPerSecond, bars?.bytes),
      figure('memory (RSS)', 'MB', ({ memoryMb }) => memoryMb, bars?.memory),
      figure('memory at its peak', 'MB', ({ peakMemoryMb }) => peakMemoryMb),
    ].map(toRow);
  });
}
