import { describe, expect, test } from 'vitest';
import { createDidacto } from './client.js';
import type { Fetch } from './request.js';

const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const problem = (status: number, code: string, headers?: Record<string, string>) =>
  reply(status, { type: 'about:blank', title: code, status, code, requestId: 'req_1' }, headers);

/** A client of a server that gives these answers in turn; an error is a connection that breaks. */
function clientOf(answers: readonly (() => Response)[]) {
  const keys: (string | undefined)[] = [];
  const slept: number[] = [];
  const left = [...answers];
  const fetch: Fetch = async (_url, { headers }) => {
    keys.push(headers['idempotency-key']);
    const answer = left.shift();
    if (!answer) throw new Error('asked once too often');
    return answer();
  };
  const sleep = async (ms: number) => void slept.push(ms);
  const didacto = createDidacto({ baseUrl: 'http://127.0.0.1:1', fetch, retry: { sleep }, timeoutMs: 5_000 });
  return { didacto, keys, slept };
}

const broken = () => {
  throw new TypeError('the connection broke');
};
const made = () => reply(201, { id: 'ord_1' });
const underWay = () => problem(409, 'idempotency_in_flight', { 'retry-after': '1' });
const lines = [{ productId: 'prd_1' }];

describe('a call that takes an idempotency key', () => {
  test('carries one of its own, another for each call', async () => {
    const { didacto, keys } = clientOf([made, made]);
    await didacto.orders.create({ lines });
    await didacto.orders.create({ lines });
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
  });

  test('is repeated under the same key after a lost reply', async () => {
    const { didacto, keys } = clientOf([broken, broken, made]);
    expect(await didacto.orders.create({ lines })).toEqual({ id: 'ord_1' });
    expect(new Set(keys).size).toBe(1);
  });

  test('takes the key it is given', async () => {
    const { didacto, keys } = clientOf([made]);
    await didacto.orders.create({ lines }, { idempotencyKey: 'import-7' });
    expect(keys).toEqual(['import-7']);
  });

  test('waits for the first one with its key, and gives that one’s result', async () => {
    const { didacto, keys, slept } = clientOf([underWay, underWay, made]);
    expect(await didacto.orders.create({ lines }, { idempotencyKey: 'k' })).toEqual({ id: 'ord_1' });
    expect(keys).toEqual(['k', 'k', 'k']);
    expect(slept).toEqual([1_000, 1_000]);
  });

  test('does not wait for longer than a call may take', async () => {
    const { didacto } = clientOf(Array.from({ length: 50 }, () => underWay));
    await expect(didacto.orders.create({ lines })).rejects.toMatchObject({ code: 'idempotency_in_flight' });
  });

  test('waits even where it is told to come back at once', async () => {
    const now = () => problem(409, 'idempotency_in_flight', { 'retry-after': '0' });
    const { didacto, keys } = clientOf(Array.from({ length: 500 }, () => now));
    await expect(didacto.orders.create({ lines })).rejects.toMatchObject({ code: 'idempotency_in_flight' });
    expect(keys.length).toBeLessThan(100);
  });

  test('is not repeated after a refusal', async () => {
    const { didacto, keys } = clientOf([() => problem(409, 'out_of_stock')]);
    await expect(didacto.orders.create({ lines })).rejects.toMatchObject({ code: 'out_of_stock' });
    expect(keys).toHaveLength(1);
  });
});
