import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Didacto } from '@didacto/sdk';
import { startSchool } from '../../scripts/school.js';
import { closedLoop } from '../auth/closed-loop.js';
import { errorRow } from '../auth/error-row.js';
import { type Bench, type BenchRow, percentile, toRow } from '../harness.js';
import { firstLine, stopProcess } from '../processes.js';

/** Orders that are under way at once where they are counted. */
const parallel = 16;
/** Confirmations before anything is measured: compiled code, warm connections. */
const warmUp = 50;

export const benchPayments: Bench = {
  name: 'payments',
  describe: 'paying: what the switch adds to a bare call of an instant provider, and orders a second',
  run: async ({ seconds = 10 }) => {
    const folder = mkdtempSync(join(tmpdir(), 'didacto-bench-'));
    const provider = spawn(process.execPath, ['--import', 'tsx', 'bench/payments/instant-provider.ts'], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    try {
      const url = await firstLine(provider, requireOutput(provider));
      const school = await startSchool({ dataDir: folder, env: { ...keysFor(url), RATE_LIMITS: 'off' } });
      try {
        const product = { kind: 'goods', name: 'book', price: 22_000 } as const;
        const { id: productId } = await school.admin.didacto.products.create(product);
        const { didacto } = await school.member('student', 'Buyer');
        return await measure({ url, didacto, productId, seconds });
      } finally {
        await school.stop();
      }
    } finally {
      await stopProcess(provider);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Shop {
  readonly url: string;
  readonly didacto: Didacto;
  readonly productId: string;
  readonly seconds: number;
}

async function measure({ url, didacto, productId, seconds }: Shop): Promise<BenchRow[]> {
  const begin = async () => {
    const { id: orderId, total } = await didacto.orders.create({ lines: [{ productId }] });
    const { payment } = await didacto.payments.start({ orderId, provider: 'tosspayments' });
    return { paymentId: payment.id, providerPaymentId: `key-${payment.id}`, amount: total };
  };
  const confirm = async (begun: Awaited<ReturnType<typeof begin>>): Promise<boolean> =>
    (await didacto.payments.confirm(begun)).state === 'succeeded';
  const bare = async (): Promise<boolean> => {
    const body = JSON.stringify({ paymentKey: 'key', orderId: 'order', amount: 22_000 });
    const reply = await fetch(`${url}/v1/payments/confirm`, { method: 'POST', body });
    return ((await reply.json()) as { status: string }).status === 'DONE';
  };
  for (let n = 0; n < warmUp; n++) await confirm(await begin());

  const [bareMs, switchMs]: [number[], number[]] = [[], []];
  const end = performance.now() + seconds * 1000;
  let errors = 0;
  // One after the other, so that both meet the same machine.
  while (performance.now() < end) {
    const begun = await begin();
    errors += (await timed(bareMs, bare)) ? 0 : 1;
    errors += (await timed(switchMs, () => confirm(begun))) ? 0 : 1;
  }
  const orders = await closedLoop(parallel, seconds, async () => confirm(await begin()));
  const calls = await closedLoop(parallel, Math.min(seconds, 5), bare);
  const added = (share: number) => percentile(switchMs, share) - percentile(bareMs, share);
  const name = 'confirm, one at a time';
  return [
    toRow({
      case: name,
      metric: 'p50',
      value: percentile(switchMs, 0.5),
      unit: 'ms',
      baseline: percentile(bareMs, 0.5),
    }),
    toRow({
      case: name,
      metric: 'p99',
      value: percentile(switchMs, 0.99),
      unit: 'ms',
      baseline: percentile(bareMs, 0.99),
    }),
    toRow({ case: name, metric: 'switch p50', value: added(0.5), unit: 'ms', bar: { is: '<', limit: 4 } }),
    toRow({ case: name, metric: 'switch p99', value: added(0.99), unit: 'ms', bar: { is: '<', limit: 25 } }),
    toRow({
      ...{ case: `order, start, confirm, ${parallel} at once`, metric: 'rate', value: orders.done / orders.seconds },
      ...{ unit: '1/s', baseline: calls.done / calls.seconds, bar: { is: '>=', limit: 800 } },
    }),
    errorRow('all', errors + orders.errors),
  ];
}

async function timed(into: number[], work: () => Promise<boolean>): Promise<boolean> {
  const start = performance.now();
  const done = await work();
  into.push(performance.now() - start);
  return done;
}

const keysFor = (url: string): Record<string, string> => ({
  TOSSPAYMENTS_SECRET_KEY: 'live_sk_bench',
  TOSSPAYMENTS_CLIENT_KEY: 'live_ck_bench',
  TOSSPAYMENTS_MERCHANT_ID: 'bench',
  TOSSPAYMENTS_URL: url,
});

function requireOutput({ stdout }: ChildProcess) {
  if (stdout === null) throw new Error('The provider has no output');
  return stdout;
}
