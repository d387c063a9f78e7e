import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { admit, afterCall, type BreakerState, closedBreaker, usualBreakerTerms, withBreaker } from './breaker.js';
import { ExchangeError, type ProviderCall, type ProviderReply, type Send } from './exchange.js';

const call: ProviderCall = { method: 'POST', path: '/pay', headers: {} };
const { errors, windowMs, openMs } = usualBreakerTerms;

type Ending = number | 'lost' | 'not_sent' | 'bug';

/** A provider whose calls end as they are told to, at once or when the test says so. */
function rig() {
  let now = 1_000_000;
  let sent = 0;
  const told: string[] = [];
  let end: () => Promise<ProviderReply> = async () => reply(200);
  const provider: Send = () => {
    sent += 1;
    return end();
  };
  const send = withBreaker(provider, {
    clock: { now: () => now },
    onOpen: () => void told.push(`open at ${now - 1_000_000}`),
    onClose: () => void told.push(`closed at ${now - 1_000_000}`),
  });
  /** What a call comes to: its status, or the code it failed with. */
  const outcome = (ending: Ending = 200): Promise<number | string> => {
    end = async () => ended(ending);
    return send(call).then(
      ({ status }) => status,
      (error: unknown) => (error instanceof ExchangeError ? error.code : 'bug'),
    );
  };
  return {
    ...{ told, outcome, send },
    pass: (ms: number) => {
      now += ms;
    },
    sent: () => sent,
    answerWith: (next: () => Promise<ProviderReply>) => {
      end = next;
    },
    failTimes: async (times: number, ending: Ending = 'lost') => {
      for (let n = 0; n < times; n++) await outcome(ending);
    },
  };
}

const reply = (status: number): ProviderReply => ({ status, headers: {}, body: '' });
const ended = (ending: Ending): ProviderReply => {
  if (ending === 'bug') throw new TypeError('ours');
  if (ending === 'lost') throw new ExchangeError('connection_lost', true);
  if (ending === 'not_sent') throw new ExchangeError('connection_refused', false);
  return reply(ending);
};

let rigged: ReturnType<typeof rig>;
beforeEach(() => {
  rigged = rig();
});

describe('opening', () => {
  test('on the 10th technical error within 60 s, not on the 9th', async () => {
    await rigged.failTimes(1);
    rigged.pass(30_000);
    await rigged.failTimes(8);
    rigged.pass(30_000);
    expect(await rigged.outcome()).toBe(200);
    expect(rigged.told).toEqual([]);
    expect(await rigged.outcome('lost')).toBe('connection_lost');
    expect(rigged.told).toEqual(['open at 60000']);
    expect(await rigged.outcome()).toBe('breaker_open');
    expect(rigged.sent()).toBe(11);
  });

  test('not on 10 in 61 s', async () => {
    await rigged.failTimes(9);
    rigged.pass(61_000);
    await rigged.outcome('lost');
    expect(await rigged.outcome()).toBe(200);
    expect(rigged.told).toEqual([]);
  });

  test.each(['lost', 'not_sent', 500, 503, 599] as const)('%s is a technical error', async (ending) => {
    await rigged.failTimes(10, ending);
    expect(await rigged.outcome()).toBe('breaker_open');
  });

  test.each([200, 302, 400, 401, 404, 409, 429, 'bug'] as const)('%s never counts', async (ending) => {
    await rigged.failTimes(9);
    await rigged.failTimes(1_000, ending);
    expect(await rigged.outcome()).toBe(200);
  });

  test('a good answer in between takes no error back', async () => {
    await rigged.failTimes(9);
    await rigged.outcome(200);
    await rigged.outcome('lost');
    expect(await rigged.outcome()).toBe('breaker_open');
  });
});

describe('while it is open', () => {
  beforeEach(() => rigged.failTimes(10));

  test('nothing is sent, and the call says so', async () => {
    rigged.pass(29_999);
    await expect(rigged.send(call)).rejects.toMatchObject({ code: 'breaker_open', sent: false });
    expect(rigged.sent()).toBe(10);
  });

  test('after 30 s one call goes out, alone; where it succeeds all may', async () => {
    rigged.pass(30_000);
    const answers: ((reply: ProviderReply) => void)[] = [];
    rigged.answerWith(() => new Promise((resolve) => void answers.push(resolve)));
    const probe = rigged.send(call);
    await expect(rigged.send(call)).rejects.toMatchObject({ code: 'breaker_open' });
    expect(rigged.sent()).toBe(11);
    answers[0]?.(reply(200));
    expect(await probe).toEqual(reply(200));
    expect(await rigged.outcome()).toBe(200);
    expect(rigged.told).toEqual(['open at 0', 'closed at 30000']);
  });

  test('a refusal shows that the provider is back', async () => {
    rigged.pass(30_000);
    expect(await rigged.outcome(400)).toBe(400);
    expect(await rigged.outcome()).toBe(200);
  });

  test.each(['lost', 'bug', 502] as const)(
    'a probe that ends with %s leaves it open for another 30 s; it is told once',
    async (ending) => {
      rigged.pass(30_000);
      await rigged.outcome(ending);
      rigged.pass(29_999);
      expect(await rigged.outcome()).toBe('breaker_open');
      rigged.pass(1);
      expect(await rigged.outcome()).toBe(200);
      expect(rigged.told).toEqual(['open at 0', 'closed at 60000']);
    },
  );

  test('once closed it counts anew', async () => {
    rigged.pass(30_000);
    await rigged.outcome();
    await rigged.failTimes(9);
    expect(await rigged.outcome()).toBe(200);
    await rigged.outcome('lost');
    expect(await rigged.outcome()).toBe('breaker_open');
    expect(rigged.told).toEqual(['open at 0', 'closed at 30000', 'open at 30000']);
  });
});

test('what was sent before it opened changes nothing when it ends later', async () => {
  const answers: ((reply: ProviderReply) => void)[] = [];
  rigged.answerWith(() => new Promise((resolve) => void answers.push(resolve)));
  const early = [rigged.send(call), rigged.send(call)];
  await rigged.failTimes(10);
  answers[0]?.(reply(200));
  await early[0];
  expect(await rigged.outcome()).toBe('breaker_open');
  rigged.pass(30_000);
  rigged.answerWith(() => new Promise((resolve) => void answers.push(resolve)));
  const probe = rigged.send(call);
  answers[1]?.(reply(500));
  await early[1];
  await expect(rigged.send(call)).rejects.toMatchObject({ code: 'breaker_open' });
  answers[2]?.(reply(200));
  await probe;
  expect(rigged.told).toEqual(['open at 0', 'closed at 30000']);
});

describe('for any calls at any times', () => {
  const steps = fc.array(fc.record({ wait: fc.nat({ max: 12_000 }), fails: fc.boolean() }), { maxLength: 120 });

  test('it is open exactly when 10 errors since it last closed lie within 60 s, and lets one call out every 30 s then', () => {
    fc.assert(
      fc.property(steps, (calls) => {
        let state: BreakerState = closedBreaker;
        let now = 0;
        let failures: number[] = [];
        let openedAt: number | undefined;
        for (const { wait, fails } of calls) {
          now += wait;
          const admitted = admit(state, now, usualBreakerTerms);
          const isDue = openedAt === undefined || now - openedAt >= openMs;
          expect(admitted.pass).toBe(openedAt === undefined ? 'call' : isDue ? 'probe' : undefined);
          state = admitted.state;
          if (admitted.pass === undefined) continue;
          state = afterCall(state, admitted.pass, fails, now, usualBreakerTerms);
          if (fails) failures.push(now);
          if (openedAt !== undefined) [openedAt, failures] = [fails ? now : undefined, []];
          else if (fails && failures.filter((at) => now - at <= windowMs).length >= errors) openedAt = now;
          expect(state.kind).toBe(openedAt === undefined ? 'closed' : 'open');
        }
      }),
    );
  });

  test('it keeps no more errors than it needs', () => {
    fc.assert(
      fc.property(steps, (calls) => {
        let state: BreakerState = closedBreaker;
        let now = 0;
        for (const { wait, fails } of calls) {
          now += wait;
          state = afterCall(state, 'call', fails, now, usualBreakerTerms);
          if (state.kind === 'closed') expect(state.errorTimes.length).toBeLessThan(errors);
        }
      }),
    );
  });
});
