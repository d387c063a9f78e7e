// Runs a simulation: many seeds, each one process, one virtual time, everything that goes wrong drawn from the seed.
// Ends with 1 where an invariant was violated, with 2 where it was asked wrongly.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { pin } from '../bench/processes.js';
import { numberOf } from './payments/dice.js';
import { modes, simulatePayments } from './payments/simulate.js';

const usage = `Usage: npm run sim -- payments [--seeds N] [--seed S] [--mode MODE] [--json] [--trace]

  --seeds N     how many seeds, one after the other; of crash-points how many scenarios (100)
  --seed S      the first one: a number, or any text, such as a commit, that stands for one (1)
  --mode MODE   ${modes.map(({ name, describe }) => `${name.padEnd(13)}${describe}`).join('\n                ')}
  --json        the last line of stdout is one object with all violations; the rest goes to stderr
  --trace       every step, to stderr

Examples:
  npm run sim -- payments --seeds 300 --seed "$(git rev-parse HEAD)"
  npm run sim -- payments --seeds 1 --seed 1424 --trace
  npm run sim -- payments --mode crash-points
`;

class UsageError extends Error {}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        seeds: { type: 'string', default: '100' },
        seed: { type: 'string', default: '1' },
        mode: { type: 'string', default: 'seeds' },
        json: { type: 'boolean', default: false },
        trace: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Small enough that as many seeds follow it as anyone asks for. */
const firstSeedOf = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : numberOf(text) % 1_000_000_000);

async function main(): Promise<boolean> {
  const { values, positionals } = readArguments();
  if (values.help) {
    console.log(usage);
    return true;
  }
  if (positionals.length !== 1 || positionals[0] !== 'payments')
    throw new UsageError('there is one simulation: payments');
  const seeds = Number(values.seeds);
  if (!Number.isSafeInteger(seeds) || seeds < 1) throw new UsageError(`--seeds ${values.seeds}: no number of seeds`);
  const mode = modes.find(({ name }) => name === values.mode);
  if (mode === undefined) throw new UsageError(`there is no mode "${values.mode}"`);

  const say = values.json ? console.error : console.log;
  const first = firstSeedOf(values.seed);
  // The database works in a thread of its own while we wait for it: on one core that costs half as much.
  pin(process.pid, os.cpus().length - 1);
  const start = performance.now();
  const trace = values.trace ? console.error : undefined;
  const { counts, digest, ...report } = await simulatePayments({ mode, first, seeds, say, trace });
  const seconds = (performance.now() - start) / 1000;
  say(`\n${tableOf(counts)}\n`);
  if (report.seeds === 1) say(`Trace: ${digest}`);
  say(
    `${mode.name} from ${first}: ${report.seeds} runs, ${report.steps} steps, ${report.violations.length} violations, ${(report.seeds / seconds).toFixed(1)} runs/s`,
  );
  if (values.json) console.log(JSON.stringify({ sim: 'payments', ...report }));
  return report.violations.length === 0;
}

/** How often each kind of thing happened: what is not there was not exercised. */
const tableOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([kind, times]) => `${String(times).padStart(9)}  ${kind}`)
    .join('\n');

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
