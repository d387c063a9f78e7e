import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExchangeError } from '../modules/payments/providers/exchange.js';
import { withFaults } from '../sandbox/kit/faults.js';
import { jsonReply } from '../sandbox/kit/http.js';
import type { Party, PartyOptions } from '../sandbox/kit/party.js';
import { asRawWebhook, benchWebhookUrl, type ProviderBench, sendTo, startParty } from './provider-bench.js';
import { until } from './until.js';

interface Echo extends Party {
  readonly done: () => number;
}

/** A party that counts what was done, and says what it was asked. */
function createEcho({ faults, clock, webhooks }: PartyOptions): Echo {
  let done = 0;
  const serverError = () => jsonReply(500, { code: 'ours' });
  return {
    prefix: '/echo',
    done: () => done,
    handler: withFaults(
      async ({ method, path, query, headers, body }) => {
        done += 1;
        return jsonReply(200, { method, path, query: query.get('q'), header: headers['x-test'], body });
      },
      faults.plan,
      clock,
      serverError,
    ),
    buy: async () => {
      webhooks.emit((tries) => ({ url: benchWebhookUrl, headers: { 'X-Try': String(tries) }, body: '가' }), [1_000]);
      return null;
    },
  };
}

let bench: ProviderBench<Echo>;
beforeEach(async () => {
  bench = await startParty(createEcho);
});
afterEach(() => bench.stop());

const call = { method: 'POST', path: '/a?q=1', headers: { 'x-test': 'yes' }, body: '가나다' } as const;
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof ExchangeError ? { code: error.code, sent: error.sent } : error),
  );

describe('the bench sends what it is told and', () => {
  test('gives the whole reply', async () => {
    const reply = await bench.send(call);
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toContain('application/json');
    expect(JSON.parse(reply.body)).toEqual({ method: 'POST', path: '/a', query: '1', header: 'yes', body: '가나다' });
  });

  test.each([
    ['refuse', 0],
    ['lost_before', 0],
    ['lost_after', 1],
    ['reset', 1],
  ] as const)('says that no reply came when the fault is %s', async (kind, done) => {
    bench.faults.add({ kind });
    expect(await failureOf(bench.send(call))).toEqual({ code: 'connection_lost', sent: true });
    expect(bench.party.done()).toBe(done);
    expect((await bench.send(call)).status).toBe(200);
  });

  test('says that no byte left when nobody listens', async () => {
    await bench.stop();
    expect(await failureOf(bench.send(call))).toEqual({ code: 'not_connected', sent: false });
    bench = await startParty(createEcho);
  });

  test('gives up after the time it was told', async () => {
    bench.faults.add({ kind: 'delay', ms: 60_000 });
    expect(await failureOf(bench.send({ ...call, timeoutMs: 20 }))).toEqual({ code: 'timeout', sent: true });
  });

  test('lets a delayed reply come when the clock says so', async () => {
    bench.faults.add({ kind: 'delay', ms: 60_000 });
    let status = 0;
    const reply = bench.send(call).then((one) => {
      status = one.status;
    });
    await until('the reply is there', () => {
      bench.clock.advance(60_000);
      return status !== 0;
    });
    await reply;
    expect(status).toBe(200);
    expect(bench.clock.now()).toBeGreaterThan(Date.UTC(2026, 8, 1));
  });

  test('reaches any other address', async () => {
    expect((await sendTo(bench.url)({ method: 'GET', path: '/', headers: {} })).status).toBe(200);
  });
});

describe('the bench keeps webhooks and', () => {
  test('answers them as it was told, so that they are tried again', async () => {
    bench.answerWebhooks(null);
    await bench.party.buy({}, { act: 'pay' });
    await bench.webhooksIdle();
    bench.answerWebhooks(204);
    bench.clock.advance(1_000);
    await bench.webhooksIdle();
    bench.clock.advance(1_000_000);
    expect(bench.webhooks.map(({ headers }) => headers['X-Try'])).toEqual(['0', '1']);
    expect(bench.webhooks.map(asRawWebhook)[0]).toEqual({ headers: { 'x-try': '0' }, body: Buffer.from('가') });
  });
});
