import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProviderBench, startParty } from '../../testing/provider-bench.js';
import type { AskMerchant } from './confirm-process.js';
import type { V1Settings } from './options.js';
import { createPortOneV1Sandbox, type PortOneV1Sandbox } from './portone-v1.js';
import { impUidIn, payData, v1Client } from './testing/v1-client.js';

let bench: ProviderBench<PortOneV1Sandbox>;
let client: ReturnType<typeof v1Client>;
const start = async (settings: V1Settings = {}) => {
  bench = await startParty((options) => createPortOneV1Sandbox({ ...options, ...settings }));
  client = v1Client(bench.send);
};
beforeEach(() => start());
afterEach(() => bench.stop());

const find = async (merchantUid: string) => (await client.get(`/payments/find/${merchantUid}`)).envelope?.response;

describe('a buyer who', () => {
  test('pays comes back with the ids, and the money is taken', async () => {
    const destination = await bench.party.buy(payData('a', { tax_free: 100_000 }), { act: 'pay' });
    const url = new URL(destination ?? '');
    const impUid = impUidIn(destination);
    expect(url.href).toBe(`https://school.test/checkout?payment=1&imp_uid=${impUid}&merchant_uid=a`);
    expect(bench.truth.rows).toMatchObject([
      {
        kind: 'charge',
        reference: 'a',
        providerPaymentId: impUid,
        amount: 300_000,
        taxFree: 100_000,
      },
    ]);
    expect(await client.payment(impUid)).toMatchObject({ status: 'paid', sandbox: false, pg_id: 'didacto_v1' });
  });

  test('pays and closes the tab is charged, and comes back nowhere', async () => {
    expect(await bench.party.buy(payData('a'), { act: 'pay_and_close' })).toBeNull();
    expect(bench.truth.held('a')).toBe(300_000);
  });

  test.each(['decline', 'cancel'] as const)(
    'comes to a %s comes back with an error, and nothing is taken',
    async (act) => {
      const destination = await bench.party.buy(payData('a'), { act });
      expect(new URL(destination ?? '').searchParams.get('error_code')).toMatch(/./);
      expect(new URL(destination ?? '').searchParams.get('error_msg')).toMatch(/./);
      expect(await find('a')).toMatchObject({ status: 'failed', paid_at: 0, imp_uid: impUidIn(destination) });
      expect(bench.truth.rows).toEqual([]);
    },
  );

  test('closes the tab leaves an open payment', async () => {
    expect(await bench.party.buy(payData('a'), { act: 'close' })).toBeNull();
    expect(await find('a')).toMatchObject({ status: 'ready', paid_at: 0, failed_at: 0 });
  });

  test('tries again after a decline may pay, and then never again', async () => {
    await bench.party.buy(payData('a'), { act: 'decline' });
    await bench.party.buy(payData('a'), { act: 'pay' });
    await expect(bench.party.buy(payData('a'), { act: 'pay' })).rejects.toThrow('이미 결제가 이루어진 거래건입니다.');
    bench.party.cancelInConsole('a');
    await expect(bench.party.buy(payData('a'), { act: 'pay' })).rejects.toThrow('이미 결제가 이루어진 거래건입니다.');
    expect(bench.truth.held('a')).toBe(0);
  });

  test('pays another amount than was asked for is charged that', async () => {
    const impUid = impUidIn(await bench.party.buy(payData('a', { tax_free: 300_000 }), { act: 'pay', amount: 100 }));
    expect(await client.payment(impUid)).toMatchObject({ amount: 100, status: 'paid' });
    expect(bench.truth.rows).toMatchObject([{ amount: 100, taxFree: 100 }]);
  });

  test.each([
    ['by an attack', {}, { test: true }],
    ['by its channel', { channelKey: 'channel-key-v1-test' }, {}],
  ])('pays through a test channel %s moves no money', async (_, more, how) => {
    const impUid = impUidIn(await bench.party.buy(payData('a', more), { act: 'pay', ...how }));
    expect(await client.payment(impUid)).toMatchObject({ sandbox: true, status: 'paid' });
    expect(bench.truth.held('a')).toBe(0);
  });

  test('chooses instalments gets the most that are offered', async () => {
    const three = impUidIn(await bench.party.buy(payData('a', { display: { card_quota: [2, 3] } }), { act: 'pay' }));
    const none = impUidIn(await bench.party.buy(payData('b', { display: { card_quota: [] } }), { act: 'pay' }));
    expect(await client.payment(three)).toMatchObject({ card_quota: 3 });
    expect(await client.payment(none)).toMatchObject({ card_quota: 0 });
  });
});

test.each([
  ['an unknown channel', { channelKey: 'mine' }],
  ['no amount', { amount: 0 }],
  ['part of a won', { amount: 0.5 }],
  ['an amount as text', { amount: '300000' }],
  ['a merchant_uid of 41 characters', { merchant_uid: 'm'.repeat(41) }],
  ['a name of 41 characters', { name: '가'.repeat(41) }],
  ['more tax-free than there is', { tax_free: 300_001 }],
])('the window does not open for %s', async (_, more) => {
  await expect(bench.party.buy(payData('a', more), { act: 'pay' })).rejects.toThrow();
  expect((await client.get('/payments/status/all')).envelope?.response).toMatchObject({ total: 0 });
});

describe('a virtual account', () => {
  const vbank = () => bench.party.buy(payData('v', { pay_method: 'vbank' }), { act: 'pay' });

  test('waits for its deposit, and is paid by it once', async () => {
    const impUid = impUidIn(await vbank());
    const waiting = await client.payment(impUid);
    expect(waiting).toMatchObject({ status: 'ready', paid_at: 0, vbank_code: '088' });
    expect(String(waiting.vbank_num)).toMatch(/^\d{14}$/);
    expect(bench.truth.rows).toEqual([]);
    bench.party.deposit('v');
    expect(await client.payment(impUid)).toMatchObject({ status: 'paid' });
    expect(() => bench.party.deposit('v')).toThrow();
    expect(bench.truth.held('v')).toBe(300_000);
  });

  test('takes nothing after its time', async () => {
    await vbank();
    bench.clock.advance(7 * 86_400_000 + 1_000);
    expect(() => bench.party.deposit('v')).toThrow();
    expect(await find('v')).toMatchObject({ status: 'ready' });
  });

  test('cannot be entered a second time through its window', async () => {
    const impUid = impUidIn(await vbank());
    const path = `/v1/windows/${impUid}/pay`;
    expect((await bench.send({ method: 'POST', path, headers: {}, body: '' })).status).toBe(409);
  });
});

describe('a payment that failed', () => {
  test('is paid after all, once', async () => {
    const impUid = impUidIn(await bench.party.buy(payData('a'), { act: 'decline' }));
    bench.clock.advance(60_000);
    bench.party.payLate('a');
    expect(await client.payment(impUid)).toMatchObject({ status: 'paid', failed_at: 0, fail_reason: null });
    expect(bench.truth.held('a')).toBe(300_000);
    expect(() => bench.party.payLate('a')).toThrow();
  });

  test('is not paid late when another attempt was', async () => {
    await bench.party.buy(payData('a'), { act: 'decline' });
    await bench.party.buy(payData('a'), { act: 'pay' });
    expect(() => bench.party.payLate('a')).toThrow();
    expect(() => bench.party.payLate('b')).toThrow();
  });
});

describe('before the money moves, the merchant is asked and', () => {
  const confirmed = (ask: AskMerchant) => {
    const settings = { ask };
    return start(settings);
  };
  const data = payData('a', { confirm_url: 'https://school.test/confirm' });

  test('lets it go on with 200', async () => {
    const asked: unknown[] = [];
    await confirmed(async ({ url, body }) => {
      asked.push(url, JSON.parse(body));
      return { status: 200, body: '' };
    });
    const impUid = impUidIn(await bench.party.buy(data, { act: 'pay' }));
    expect(asked).toEqual(['https://school.test/confirm', { imp_uid: impUid, merchant_uid: 'a', amount: 300_000 }]);
    expect(bench.truth.held('a')).toBe(300_000);
  });

  test('ends it with anything else, in its own words', async () => {
    await confirmed(async () => ({ status: 409, body: JSON.stringify({ reason: '정원이 찼습니다.' }) }));
    const destination = await bench.party.buy(data, { act: 'pay' });
    expect(new URL(destination ?? '').searchParams.get('error_msg')).toBe('정원이 찼습니다.');
    expect(await find('a')).toMatchObject({ status: 'failed', fail_reason: '정원이 찼습니다.' });
    expect(bench.truth.rows).toEqual([]);
  });

  test.each([
    ['answers nothing readable', async () => ({ status: 500, body: '{' })],
    ['cannot be reached', async () => Promise.reject(new Error('refused'))],
  ])('ends it when it %s', async (_, ask) => {
    await confirmed(ask);
    await bench.party.buy(data, { act: 'pay' });
    expect(await find('a')).toMatchObject({ status: 'failed' });
  });

  test('has 10 seconds for it', async () => {
    let isAsked = (): void => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    await confirmed((_, signal) => {
      isAsked();
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ status: 200, body: '' })));
    });
    const bought = bench.party.buy(data, { act: 'pay' });
    await asked;
    bench.clock.advance(9_999);
    expect(await find('a')).toMatchObject({ status: 'ready' });
    bench.clock.advance(1);
    await bought;
    expect(await find('a')).toMatchObject({ status: 'failed' });
    expect(bench.truth.rows).toEqual([]);
  });
});

describe('several windows', () => {
  const open = async (data: object): Promise<string> => {
    const query = new URLSearchParams({ user_code: 'imp00000000', data: JSON.stringify(data) });
    const { headers } = await bench.send({ method: 'GET', path: `/v1/window?${query}`, headers: {} });
    return new URL(headers.location ?? '').pathname.slice(bench.party.prefix.length);
  };
  const act = (window: string, what: string) =>
    bench.send({ method: 'POST', path: `${window}/${what}`, headers: {}, body: '' });

  test('of one merchant_uid take the money once', async () => {
    const [one, other] = [await open(payData('a')), await open(payData('a'))];
    expect(JSON.parse((await act(one, 'pay')).body).callback).toMatchObject({ success: true });
    expect(JSON.parse((await act(other, 'pay')).body).callback).toMatchObject({ success: false });
    expect(bench.truth.held('a')).toBe(300_000);
    expect((await act(one, 'pay')).status).toBe(409);
  });

  test('that were given up while the merchant was asked take no money', async () => {
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let reached = (): void => {};
    const asked = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await start({
      ask: async () => {
        reached();
        await answered;
        return { status: 200, body: '' };
      },
    });
    const window = await open(payData('a', { confirm_url: 'https://school.test/confirm' }));
    const paid = act(window, 'pay');
    await asked;
    await act(window, 'cancel');
    answer();
    expect((await paid).status).toBe(409);
    expect(bench.truth.rows).toEqual([]);
  });
});

test('an older redirect says imp_success too', async () => {
  await start({ oldRedirect: true });
  const paid = await bench.party.buy(payData('a'), { act: 'pay' });
  const failed = await bench.party.buy(payData('b'), { act: 'cancel' });
  expect(new URL(paid ?? '').searchParams.get('imp_success')).toBe('true');
  expect(new URL(failed ?? '').searchParams.get('imp_success')).toBe('false');
});
