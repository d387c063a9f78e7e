import { type Bench, type BenchRow, mean, percentile, progress, toRow } from '../harness.js';
import { cpuSeconds, memoryMb, pin } from '../processes.js';
import type { Phase, Tally } from './load.js';
import { type LoadProcess, startLoad } from './load-process.js';
import { makePictures } from './pictures.js';
import { pollWall } from './poll.js';
import { startSink } from './start-sink.js';
import { type RunningTarget, type StartTarget, startTarget } from './target.js';

const SECONDS = 60;
const AGENTS = 1_000;
const PICTURE_BYTES = 15_000;
const CEILING: Phase = { seconds: 10, connections: 200, pace: 'closed' };
const CEILING_ROUNDS = 3;
const POLLS = 500;
const SERVER_CORE = 0;
const LOAD_CORE = 1;

/** A target with its load side. */
type Side = { target: RunningTarget; load: LoadProcess };

/** A tally with what it cost the server. */
type Measured = Tally & { pushesPerSecond: number; cpuPerPushUs: number; memoryMb: number };

export type WallOptions = { paced: Phase; ceiling: Phase; rounds: number; polls: number };

/** How many pushes one server takes, beside a bare node:http server that throws them away. */
export const benchWall: Bench = {
  name: 'wall',
  describe: `${AGENTS} agents pushing 15 kB at 1/s, then the ceiling, beside a bare node:http server (about 3 minutes)`,
  run: ({ seconds = SECONDS }) =>
    measureWall(startTarget, {
      paced: { seconds, connections: AGENTS, pace: 'paced' },
      ceiling: { ...CEILING, seconds: Math.min(CEILING.seconds, seconds) },
      rounds: CEILING_ROUNDS,
      polls: POLLS,
    }),
};

/** Runs all phases against a target and the sink, in turns. */
export async function measureWall(start: StartTarget, options: WallOptions): Promise<BenchRow[]> {
  const agents = Math.max(options.paced.connections, options.ceiling.connections);
  const pictures = makePictures(8, PICTURE_BYTES);
  const opened: Side[] = [];
  const open = async (startSide: StartTarget): Promise<Side> => {
    const target = await startSide(agents);
    pin(target.pid, SERVER_CORE);
    const side = { target, load: await startLoad(target, pictures, LOAD_CORE) };
    opened.push(side);
    return side;
  };
  try {
    const sink = await open(startSink);
    const server = await open(start);
    return [
      ...(await pacedRows(sink, server, options)),
      ...(await ceilingRows(sink, server, options)),
      ...(await pollRows(server, options.polls)),
    ];
  } finally {
    for (const { load, target } of opened) {
      await load.stop();
      await target.stop();
    }
  }
}

async function measure({ target, load }: Side, phase: Phase): Promise<Measured> {
  const before = cpuSeconds(target.pid);
  const tally = await load.run(phase);
  const cpu = cpuSeconds(target.pid) - before;
  return {
    ...tally,
    pushesPerSecond: tally.pushes / tally.seconds,
    cpuPerPushUs: (cpu / tally.pushes) * 1e6,
    memoryMb: memoryMb(target.pid).now,
  };
}

async function pacedRows(sink: Side, server: Side, { paced }: WallOptions): Promise<BenchRow[]> {
  progress(`paced, ${paced.connections} agents: bare server`);
  const bare = await measure(sink, paced);
  progress(`paced, ${paced.connections} agents: server`);
  const ours = await measure(server, paced);
  const name = `${paced.connections} agents at 1/s`;
  return [
    toRow({ case: name, metric: 'push p50', value: ours.p50Ms, unit: 'ms', baseline: bare.p50Ms }),
    toRow({
      case: name,
      metric: 'push p99',
      value: ours.p99Ms,
      unit: 'ms',
      baseline: bare.p99Ms,
      bar: { is: '<', limit: 100 },
    }),
    toRow({ case: name, metric: 'pushes', value: ours.pushesPerSecond, unit: '/s', baseline: bare.pushesPerSecond }),
    toRow({
      case: name,
      metric: 'server CPU a push',
      value: ours.cpuPerPushUs,
      unit: 'us',
      baseline: bare.cpuPerPushUs,
    }),
    toRow({ case: name, metric: 'server memory (RSS)', value: ours.memoryMb, unit: 'MB', baseline: bare.memoryMb }),
    errorRow(name, [ours]),
  ];
}

/** Sink and server in turns, so that a slow moment of the machine falls on both. */
async function ceilingRows(sink: Side, server: Side, { ceiling, rounds }: WallOptions): Promise<BenchRow[]> {
  const bare: Measured[] = [];
  const ours: Measured[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`ceiling, ${ceiling.connections} connections, round ${round}: bare server, then server`);
    bare.push(await measure(sink, ceiling));
    ours.push(await measure(server, ceiling));
  }
  const name = `ceiling, ${ceiling.connections} connections`;
  const average = (of: (measured: Measured) => number) => ({ value: mean(ours.map(of)), baseline: mean(bare.map(of)) });
  // The middle of the pairs: one disturbed round decides nothing.
  const shares = ours.map((our, round) => our.pushesPerSecond / (bare[round]?.pushesPerSecond ?? Number.NaN));
  return [
    toRow({ case: name, metric: 'pushes', unit: '/s', ...average(({ pushesPerSecond }) => pushesPerSecond) }),
    toRow({
      case: name,
      metric: "share of the bare server's pushes",
      value: percentile(shares, 0.5) * 100,
      unit: '%',
      bar: { is: '>=', limit: 60 },
    }),
    toRow({ case: name, metric: 'push p99', unit: 'ms', ...average(({ p99Ms }) => p99Ms) }),
    toRow({ case: name, metric: 'server CPU a push', unit: 'us', ...average(({ cpuPerPushUs }) => cpuPerPushUs) }),
    errorRow(name, ours),
  ];
}

/** A load that was partly refused has measured nothing: no error is allowed. */
function errorRow(name: string, tallies: readonly Tally[]): BenchRow {
  const errors = tallies.reduce((sum, tally) => sum + tally.errors, 0);
  const status = tallies.find((tally) => tally.firstError !== null)?.firstError;
  const metric = status === undefined ? 'errors' : `errors (first: ${status === 0 ? 'no answer' : status})`;
  return toRow({ case: name, metric, value: errors, unit: 'pushes', bar: { is: '<=', limit: 0 } });
}

async function pollRows({ target }: Side, polls: number): Promise<BenchRow[]> {
  const wall = await target.wall();
  if (!wall) return [];
  progress(`wall poll, ${polls} times`);
  const tally = await pollWall(target.url, wall, polls);
  const name = 'wall poll, 60 screens unchanged';
  return [
    toRow({ case: name, metric: 'p50', value: tally.p50Ms, unit: 'ms' }),
    toRow({ case: name, metric: 'p95', value: tally.p95Ms, unit: 'ms', bar: { is: '<=', limit: 10 } }),
    toRow({ case: name, metric: 'body', value: tally.bytes, unit: 'B' }),
    toRow({ case: name, metric: 'errors', value: tally.errors, unit: 'polls', bar: { is: '<=', limit: 0 } }),
  ];
}
