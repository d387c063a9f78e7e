import { parseArgs } from 'node:util';
import { benchAgent } from './agent/run.js';
import { benchAuth } from './auth/run.js';
import { type Bench, toJson, toTable } from './harness.js';
import { benchPayments } from './payments/run.js';
import { benchWall } from './wall/run.js';

const benchTui: Bench = {
  name: 'tui',
  describe: 'the terminal wall: 60 tiles, time from picture to drawing, CPU',
  // Loaded when asked for: Ink and React are of no use to the others.
  run: async ({ seconds }) => (await import('./tui/run.js')).benchTui({ seconds }),
};

const benchLiveLater: Bench = {
  name: 'live',
  describe: 'a live picture in Chromium: fps, age, CPU, Mbit/s of both transports, beside x11vnc and x0vncserver',
  // It starts a browser and a server of its own.
  run: async (options) => (await import('./live/run.js')).benchLive.run(options),
};

const benchInputLater: Bench = {
  name: 'input',
  describe:
    'a mouse over a live picture in Chromium: round trip of an input by data channel and relay, beside a ws echo',
  run: async (options) => (await import('./input/run.js')).benchInput.run(options),
};

const benches: Bench[] = [benchAgent, benchLiveLater, benchInputLater, benchWall, benchTui, benchAuth, benchPayments];

const usage = () => `Usage: npm run bench -- NAME [--json] [--seconds N] [--only TEXT]
       npm run bench -- --list

${benches.map(({ name, describe }) => `  ${name.padEnd(8)}${describe}`).join('\n')}

  --seconds N   length of one measurement (each benchmark has its default)
  --only TEXT   only the cases whose name contains TEXT (agent, live, input)
  --json        the last line of stdout is one object with all rows; the table goes to stderr

Examples:
  npm run bench -- agent
  npm run bench -- agent --seconds 20 --only 720p
  npm run bench -- wall --json | tail -n 1 > wall.json
`;

class UsageError extends Error {}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        seconds: { type: 'string' },
        only: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!(seconds > 0)) throw new UsageError(`--seconds ${text}: a number above 0 is needed`);
  return seconds;
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.list) return console.log(benches.map(({ name }) => name).join('\n'));
  if (values.help) return console.log(usage());
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new UsageError('one benchmark has to be named');
  const bench = benches.find((candidate) => candidate.name === name);
  if (!bench) throw new UsageError(`there is no benchmark "${name}"`);

  const rows = await bench.run({ seconds: readSeconds(values.seconds), json: values.json, only: values.only });
  if (rows.length === 0) throw new UsageError(`no case of "${name}" has "${values.only}" in its name`);
  (values.json ? console.error : console.log)(toTable(rows));
  if (values.json) console.log(toJson(bench.name, rows));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof UsageError) console.error(`\n${usage()}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
