import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { begin, keys, type Strategy, startStrategy } from './testing/strategy.js';

let strategy: Strategy;
beforeEach(async () => {
  strategy = await startStrategy();
});
afterEach(() => strategy.bench.stop());

const minute = 60_000;
const tokenCalls = () => strategy.kinds().filter((kind) => kind === 'POST /users/getToken').length;
const ask = () => strategy.provider.inquire(keys());

describe('the access token', () => {
  test('is fetched once, and used until shortly before its end', async () => {
    await ask();
    strategy.bench.clock.advance(29 * minute + 14_999);
    await ask();
    expect(tokenCalls()).toBe(1);
    strategy.bench.clock.advance(1);
    expect((await ask()).outcome).toBe('approved');
    expect(tokenCalls()).toBe(2);
  });

  test('that PortOne lets live on is used for as long as it says', async () => {
    await ask();
    strategy.bench.clock.advance(29 * minute + 15_000);
    await ask();
    strategy.bench.clock.advance(4 * minute);
    await ask();
    expect(tokenCalls()).toBe(2);
    strategy.bench.clock.advance(2 * minute);
    expect((await ask()).outcome).toBe('approved');
    expect(tokenCalls()).toBe(3);
  });

  test('is fetched once for all who ask at the same time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['approved']));
    expect(tokenCalls()).toBe(1);
  });

  test('is fetched anew, and the call made again, when PortOne no longer takes it', async () => {
    let refusals = 1;
    strategy = await startStrategy({}, {}, (send) => async (call) => {
      const isRefused = call.path.startsWith('/payments/') && refusals-- > 0;
      return isRefused
        ? { status: 401, headers: {}, body: '{"code":-1,"message":"Unauthorized","response":null}' }
        : send(call);
    });
    expect(await ask()).toEqual({ outcome: 'approved', value: null });
    expect(strategy.kinds()).toEqual([
      'POST /users/getToken',
      'GET /payments/findAll',
      'POST /users/getToken',
      'GET /payments/findAll',
    ]);
  });

  test('that is refused twice leaves the outcome unknown: nobody is told that nothing was paid', async () => {
    strategy = await startStrategy(
      {},
      {},
      (send) => async (call) =>
        call.path.startsWith('/payments/') ? { status: 401, headers: {}, body: '' } : send(call),
    );
    expect(await ask()).toMatchObject({ outcome: 'unknown', code: 'unauthorized' });
    expect(strategy.calls).toHaveLength(4);
  });

  test('with wrong keys comes never, and nothing else leaves', async () => {
    strategy = await startStrategy({ secret: 'wrong' });
    expect(await ask()).toMatchObject({ outcome: 'unknown', code: 'unauthorized' });
    expect(strategy.kinds()).toEqual(['POST /users/getToken']);
  });

  test('whose reply is lost leaves the call unsent, and is fetched again the next time', async () => {
    strategy.bench.faults.add({ kind: 'lost_after', path: 'getToken' });
    expect(await ask()).toMatchObject({ outcome: 'unknown', code: 'not_sent' });
    expect(strategy.kinds()).toEqual(['POST /users/getToken']);
    expect((await ask()).outcome).toBe('approved');
  });

  test('that cannot be read leaves the call unsent', async () => {
    strategy = await startStrategy({}, {}, () => async () => ({ status: 200, headers: {}, body: '<html>' }));
    expect(await ask()).toMatchObject({ outcome: 'unknown', code: 'not_sent' });
  });

  test('goes into a header, and nowhere else', async () => {
    const { request } = await begin(strategy);
    await strategy.bench.party.buy(request, { act: 'pay' });
    await ask();
    const token = strategy.calls[1]?.headers.authorization?.replace('Bearer ', '');
    expect(token).toMatch(/^[0-9a-f]{40}$/);
    for (const { path, body } of strategy.calls) expect(`${path} ${body}`).not.toContain(token);
  });

  test('that is under way is waited for by later callers too', async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    strategy = await startStrategy({}, {}, (send) => async (call) => {
      if (call.path === '/users/getToken') await held;
      return send(call);
    });
    const first = ask();
    await Promise.resolve();
    const second = ask();
    letGo();
    expect([(await first).outcome, (await second).outcome]).toEqual(['approved', 'approved']);
    expect(tokenCalls()).toBe(1);
  });
});
