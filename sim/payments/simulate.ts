import { eachCrashPoint } from './crash-points.js';
import { openSimDatabase, type SimDatabase } from './database.js';
import { runOutage } from './outage.js';
import { scenarios } from './scenarios.js';
import { foundSchool } from './school.js';
import { runSeed, type SimResult } from './seed-run.js';
import { runStorm } from './storm.js';

type Trace = (line: string) => void;

/** One simulation, and how it is named. */
interface Run {
  readonly name: string;
  readonly result: SimResult;
}

/** Seeds from one on; where crash points are enumerated the scenarios stand for them, from 1 on. */
interface Ask {
  readonly first: number;
  readonly seeds: number;
  readonly trace?: Trace | undefined;
}

export interface Mode {
  readonly name: 'seeds' | 'crash-points' | 'outage' | 'storm';
  readonly describe: string;
  readonly run: (database: SimDatabase, ask: Ask) => AsyncIterable<Run>;
}

const eachSeed = (what: string, run: (seed: number, database: SimDatabase, trace?: Trace) => Promise<SimResult>) =>
  async function* (database: SimDatabase, { first, seeds, trace }: Ask): AsyncGenerator<Run> {
    for (let seed = first; seed < first + seeds; seed++)
      yield { name: `${what} ${seed}`, result: await run(seed, database, trace) };
  };

async function* crashPoints(database: SimDatabase, { first, seeds }: Ask): AsyncGenerator<Run> {
  for (const scenario of scenarios.slice(first - 1, first - 1 + seeds))
    for await (const { points, result } of eachCrashPoint(scenario, database))
      yield { name: `${scenario.name}, crashes at ${points.join(', ') || 'no point'}`, result };
}

export const modes: readonly Mode[] = [
  {
    name: 'seeds',
    describe: 'buyers, the office, forgers, faults and crashes, all drawn from the seed (usual)',
    run: eachSeed('seed', (seed, database, say) => runSeed(seed, database, { say })),
  },
  { name: 'crash-points', describe: 'fixed courses of events, cut off at each point there is', run: crashPoints },
  { name: 'outage', describe: 'ten minutes without one reply to a confirmation', run: eachSeed('outage', runOutage) },
  { name: 'storm', describe: 'each webhook fifty times, among forged ones', run: eachSeed('storm', runStorm) },
];

/** A violation, and the run that it was found in. */
export interface Found {
  readonly seed: number;
  readonly run: string;
  readonly invariant: string;
  readonly detail: string;
}

export interface Report {
  /** How many simulations were run. */
  readonly seeds: number;
  readonly steps: number;
  readonly violations: readonly Found[];
}

interface Told extends Report {
  readonly counts: ReadonlyMap<string, number>;
  /** Of the last run's trace. */
  readonly digest: string;
}

interface Options extends Ask {
  readonly mode: Mode;
  /** Told what went wrong: the run, its violations and its last steps. */
  readonly say: (line: string) => void;
}

export async function simulatePayments({ mode, say, ...ask }: Options): Promise<Told> {
  const database = await openSimDatabase(foundSchool);
  const counts = new Map<string, number>();
  const violations: Found[] = [];
  let [seeds, steps, digest] = [0, 0, ''];
  try {
    for await (const { name, result } of mode.run(database, ask)) {
      seeds += 1;
      steps += result.steps;
      digest = result.digest;
      for (const [kind, times] of result.counts) counts.set(kind, (counts.get(kind) ?? 0) + times);
      if (result.violations.length === 0) continue;
      say(`\n${name} is violated. The last of its ${result.steps} steps:\n${result.last.join('\n')}`);
      for (const { invariant, detail } of result.violations) {
        say(`  ${invariant}: ${detail}`);
        violations.push({ seed: result.seed, run: name, invariant, detail });
      }
    }
  } finally {
    await database.close();
  }
  return { seeds, steps, violations, counts, digest };
}
