import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type BenchRow, percentile, progress, toRow } from '../harness.js';
import type { TuiResult, TuiTask } from './protocol.js';

const SCREEN = { tiles: 60, columns: 200, rows: 60 };
const CPU_BAR = { is: '<=', limit: 10 } as const;
const LATENCY_BAR = { is: '<=', limit: 150 } as const;

/**
 * The terminal wall with 60 tiles that all change once a second, beside the same pictures as text in Ink.
 * Each case runs in a process of its own, whose output goes through a pipe to us.
 */
export async function benchTui({ seconds = 15 }: { seconds?: number | undefined } = {}): Promise<BenchRow[]> {
  const run = (mode: TuiTask['mode'], arrival: TuiTask['arrival']) => {
    progress(`tui: ${mode}, ${arrival}, ${seconds} s`);
    return runSubject({ ...SCREEN, mode, arrival, seconds });
  };
  const naive = await run('ink-text', 'spread');
  const rows: BenchRow[] = [];
  for (const [mode, arrival] of [
    ['half-blocks', 'spread'],
    ['half-blocks', 'at-once'],
    ['kitty', 'spread'],
  ] as const) {
    rows.push(...rowsOf(`60 tiles, ${mode}, ${arrival}`, await run(mode, arrival), naive));
  }
  return rows;
}

function rowsOf(name: string, result: TuiResult, naive: TuiResult): BenchRow[] {
  const latency = (share: number) => ({
    case: name,
    unit: 'ms',
    value: percentile(result.latencies, share),
    baseline: percentile(naive.latencies, share),
    bar: LATENCY_BAR,
  });
  return [
    toRow({
      case: name,
      metric: 'CPU of one core',
      unit: '%',
      value: result.cpuShare * 100,
      baseline: naive.cpuShare * 100,
      bar: CPU_BAR,
    }),
    toRow({ metric: 'arrival to written p50', ...latency(0.5) }),
    toRow({ metric: 'arrival to written p99', ...latency(0.99) }),
    toRow({
      case: name,
      metric: 'written',
      unit: 'kB/s',
      value: result.bytesPerSecond / 1000,
      baseline: naive.bytesPerSecond / 1000,
    }),
  ];
}

async function runSubject(task: TuiTask): Promise<TuiResult> {
  const subject = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('./subject.ts', import.meta.url))],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        // tsx compiles JSX of files outside its tsconfig in the classic way, which wants React in scope.
        TSX_TSCONFIG_PATH: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
      },
    },
  );
  subject.stdout?.resume();
  const failed = once(subject, 'exit').then(([code]) => {
    throw new Error(`the measured process ended (${code}) without a result`);
  });
  subject.send(task);
  const [result] = await Promise.race([once(subject, 'message'), failed]);
  return parseResult(result);
}

function parseResult(message: unknown): TuiResult {
  if (typeof message === 'object' && message !== null && 'cpuShare' in message && 'latencies' in message) {
    const { cpuShare, latencies } = message;
    const bytesPerSecond = 'bytesPerSecond' in message ? Number(message.bytesPerSecond) : Number.NaN;
    if (Array.isArray(latencies))
      return { cpuShare: Number(cpuShare), latencies: latencies.map(Number), bytesPerSecond };
  }
  throw new Error('the measured process sent no result');
}
