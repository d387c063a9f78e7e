import { eachCrashPoint } from './crash-points.js';
import { openSimDatabase, type SimDatabase } from './database.js';
import { runOutage } from './outage.js';
import { scenarios } from './scenarios.js';
import { foundSchool } from './school.js';
import { runSeed, type SimResult } from './seed-run.js';
import { runStorm } from './storm.js';

type Trace = (line: string) => void;

/** One simulation, and how it is run again. */
export interface Run {
  readonly name: string;
  readonly result: SimResult;
}

interface Ask {
  readonly first: number;
  readonly seeds: number;
  readonly trace?: Trace | undefined;
}

export interface Mode {
  readonly name: string;
  readonly describe: string;
  readonly run: (database: SimDatabase, ask: Ask) => AsyncIterable<Run>;
}

const eachSeed = (what: string, run: (seed: number, database: SimDatabase, trace?: Trace) => Promise<SimResult>) =>
  async function* (database: SimDatabase, { first, seeds, trace }: Ask): AsyncGenerator<Run> {
    for (let seed = first; seed < first + seeds; seed++)
      yield { name: `${what} ${seed}`, result: await run(seed, database, trace) };
  };

async function* crashPoints(database: SimDatabase): AsyncGenerator<Run> {
  for (const scenario of scenarios)
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
  {
    name: 'outage',
    describe: 'ten minutes without one reply to a confirmation',
    run: eachSeed('outage', (seed, database) => runOutage(seed, database)),
  },
  {
    name: 'storm',
    describe: 'each webhook fifty times, in any order, among forged ones',
    run: eachSeed('storm', (seed, database) => runStorm(seed, database)),
  },
];

export interface Report {
  readonly seeds: number;
  readonly steps: number;
  readonly violations: readonly {
    readonly seed: number;
    readonly run: string;
    readonly invariant: string;
    readonly detail: string;
  }[];
}

interface Options extends Ask {
  readonly mode: Mode;
  readonly say: (line: string) => void;
}

/** Runs simulations and tells what was exercised, and what went wrong: the seed, the violations, the last steps. */
export async function simulatePayments({ mode, say, ...ask }: Options): Promise<Report> {
  const database = await openSimDatabase(foundSchool);
  const counts = new Map<string, number>();
  const violations: Report['violations'][number][] = [];
  const digests: string[] = [];
  let steps = 0;
  let runs = 0;
  const start = performance.now();
  try {
    for await (const { name, result } of mode.run(database, ask)) {
      runs += 1;
      steps += result.steps;
      digests.push(result.digest);
      for (const [kind, times] of result.counts) counts.set(kind, (counts.get(kind) ?? 0) + times);
      if (result.violations.length === 0) continue;
      say(`\n${name}: violated\n${result.last.join('\n')}`);
      for (const { invariant, detail } of result.violations) {
        say(`  ${invariant}: ${detail}`);
        violations.push({ seed: result.seed, run: name, invariant, detail });
      }
    }
  } finally {
    await database.close();
  }
  const seconds = (performance.now() - start) / 1000;
  say(`\n${table(counts)}\n`);
  if (runs === 1) say(`trace ${digests[0]}`);
  say(
    `${mode.name} from ${ask.first}: ${runs} runs, ${steps} steps, ${violations.length} violations; ${(runs / seconds).toFixed(1)} runs/s`,
  );
  return { seeds: runs, steps, violations };
}

const table = (counts: ReadonlyMap<string, number>): string =>
  [...counts.keys()]
    .sort()
    .map((kind) => `${String(counts.get(kind)).padStart(9)}  ${kind}`)
    .join('\n');
