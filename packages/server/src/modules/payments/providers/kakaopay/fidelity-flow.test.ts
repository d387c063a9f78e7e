import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandboxMerchant } from '../../../../sandbox/merchant.js';
import { until } from '../../../../testing/until.js';
import { type KakaoBench, rawCalls, startKakao } from './testing/strategy.js';

const { secretKey, cid } = sandboxMerchant.kakaopay;

/** What needs a buyer or a passing of time; at the sandbox, which has both. */
let bench: KakaoBench;
let call: ReturnType<typeof rawCalls>;
const open = async (...settings: Parameters<typeof startKakao>) => {
  bench = await startKakao(...settings);
  call = rawCalls(bench.send, secretKey);
};
beforeEach(() => open());
afterEach(() => bench.stop());

const names = { partner_order_id: 'tuition-2026-09-0001', partner_user_id: 'u1' };
const urls = {
  approval_url: 'https://a.test/ok?o=1',
  cancel_url: 'https://a.test/c?o=1',
  fail_url: 'https://a.test/f?o=1',
};
const local = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
const refused = (code: number, extras?: object) => ({
  status: 400,
  json: { error_code: code, error_message: expect.any(String), ...(extras && { extras }) },
});

const ready = async (more: Readonly<Record<string, unknown>> = {}) => {
  const body = {
    cid,
    ...names,
    item_name: '9월 수강료',
    quantity: 1,
    total_amount: 300_000,
    tax_free_amount: 80_000,
    ...urls,
  };
  const { json } = await call('ready', { ...body, ...more });
  if (typeof json !== 'object' || json === null || !('tid' in json) || !('next_redirect_pc_url' in json))
    throw new Error(JSON.stringify(json));
  return { tid: String(json.tid), redirectUrl: String(json.next_redirect_pc_url) };
};

const authenticated = async (more: Readonly<Record<string, unknown>> = {}, bank?: string) => {
  const { tid, redirectUrl } = await ready(more);
  const destination = await bench.party.buy({ redirectUrl, bank }, { act: 'pay' });
  return { cid, tid, ...names, pg_token: new URL(destination ?? '').searchParams.get('pg_token') };
};

const paid = async (more: Readonly<Record<string, unknown>> = {}) => {
  const approval = await authenticated(more);
  const { status } = await call('approve', approval);
  expect(status).toBe(200);
  return approval;
};

const statusOf = async (tid: string) => (await call('order', { cid, tid })).json;

describe('§4 [C] the redirect', () => {
  test('goes to approval_url with pg_token and nothing else of ours, and no money has moved', async () => {
    const { tid, redirectUrl } = await ready();
    const destination = await bench.party.buy({ redirectUrl }, { act: 'pay' });
    expect(destination).toMatch(/^https:\/\/a\.test\/ok\?o=1&pg_token=[0-9a-f]+$/);
    expect(bench.truth.rows).toEqual([]);
    expect(await statusOf(tid)).toMatchObject({ status: 'AUTH_PASSWORD' });
  });

  test('of a buyer who gives up goes to cancel_url, and the order is QUIT_PAYMENT', async () => {
    const { tid, redirectUrl } = await ready();
    expect(await bench.party.buy({ redirectUrl }, { act: 'cancel' })).toBe(urls.cancel_url);
    expect(await statusOf(tid)).toMatchObject({ status: 'QUIT_PAYMENT' });
  });

  test('of a payment that fails goes to fail_url, and the order is FAIL_PAYMENT', async () => {
    const { tid, redirectUrl } = await ready();
    expect(await bench.party.buy({ redirectUrl }, { act: 'decline' })).toBe(urls.fail_url);
    expect(await statusOf(tid)).toMatchObject({ status: 'FAIL_PAYMENT' });
  });

  test('never comes from a tab that is closed, and the order is OPEN_PAYMENT', async () => {
    const { tid, redirectUrl } = await ready();
    expect(await bench.party.buy({ redirectUrl }, { act: 'close' })).toBeNull();
    expect(await statusOf(tid)).toMatchObject({ status: 'OPEN_PAYMENT' });
  });
});

describe('§4 [C] approve', () => {
  test('moves the money, and says so with amounts, names and times', async () => {
    const { status, json } = await call('approve', { ...(await authenticated()), payload: 'ours' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      aid: expect.stringMatching(/^A\d{19}$/),
      ...{ cid, ...names, payment_method_type: 'MONEY', item_name: '9월 수강료', quantity: 1, payload: 'ours' },
      amount: { total: 300_000, tax_free: 80_000, vat: 20_000, point: 0, discount: 0, green_deposit: 0 },
      ...{ created_at: local, approved_at: local },
    });
    expect(bench.truth.rows).toMatchObject([
      { reference: names.partner_order_id, kind: 'charge', amount: 300_000, taxFree: 80_000, test: false },
    ]);
  });

  test('of a card has card_info with the months', async () => {
    const { json } = await call('approve', await authenticated({ payment_method_type: 'CARD', install_month: 3 }));
    expect(json).toMatchObject({
      payment_method_type: 'CARD',
      card_info: {
        install_month: '03',
        bin: expect.any(String),
        card_type: expect.any(String),
        approved_id: expect.any(String),
      },
    });
  });

  test('takes the VAT that ready was given', async () => {
    const { json } = await call('approve', await authenticated({ vat_amount: 19_999 }));
    expect(json).toMatchObject({ amount: { vat: 19_999 } });
  });

  test('[O] of a wrong pg_token is -708, of another total_amount -722; neither takes anything', async () => {
    const approval = await authenticated();
    expect(await call('approve', { ...approval, pg_token: 'pgt_other' })).toMatchObject(refused(-708));
    expect(await call('approve', { ...approval, total_amount: 299_999 })).toMatchObject(refused(-722));
    expect(bench.truth.rows).toEqual([]);
    expect((await call('approve', { ...approval, total_amount: 300_000 })).status).toBe(200);
  });

  test('[O] of what was approved already is -702, whatever was refunded since, and takes nothing again', async () => {
    const approval = await paid();
    expect(await call('approve', approval)).toMatchObject(refused(-702));
    await call('cancel', { cid, tid: approval.tid, cancel_amount: 300_000, cancel_tax_free_amount: 80_000 });
    expect(await call('approve', approval)).toMatchObject(refused(-702));
    expect(bench.truth.of(names.partner_order_id).filter(({ kind }) => kind === 'charge')).toHaveLength(1);
  });

  test('[O] after about 15 minutes is -723', async () => {
    const approval = await authenticated();
    bench.clock.advance(15 * 60_000 - 1);
    expect(await call('approve', { ...approval, pg_token: 'x' })).toMatchObject(refused(-708));
    bench.clock.advance(1);
    expect(await call('approve', approval)).toMatchObject(refused(-723));
    expect(bench.truth.rows).toEqual([]);
  });

  test('[O] of a payment that its buyer gave up is -783', async () => {
    const { tid, redirectUrl } = await ready();
    await bench.party.buy({ redirectUrl }, { act: 'cancel' });
    expect(await call('approve', { cid, tid, ...names, pg_token: 'x' })).toMatchObject(refused(-783));
  });

  test('[O] refused by the bank is -780 with method_result_code, and FAIL_PAYMENT', async () => {
    const approval = await authenticated({}, 'LACK_BALANCE');
    const extras = { method_result_code: 'LACK_BALANCE', method_result_message: '계좌 잔액이 부족합니다.' };
    expect(await call('approve', approval)).toMatchObject(refused(-780, extras));
    expect(await statusOf(approval.tid)).toMatchObject({ status: 'FAIL_PAYMENT' });
  });

  test('[O] while another transaction runs is -780 USER_LOCKED; the same again goes through', async () => {
    const approval = await authenticated({}, 'USER_LOCKED');
    const extras = {
      method_result_code: 'USER_LOCKED',
      method_result_message: '진행중인 거래가 있습니다. 잠시 후 다시 시도해 주세요.',
    };
    expect(await call('approve', approval)).toMatchObject(refused(-780, extras));
    expect((await call('approve', approval)).status).toBe(200);
  });

  test.each([
    ['BANK_FIRM_UNKNOWN_DONE', 'SUCCESS_PAYMENT', 1],
    ['BANK_FIRM_UNKNOWN', 'FAIL_PAYMENT', 0],
  ])(
    '[O] that a bank does not answer is -780 BANK_FIRM_UNKNOWN for about 20 minutes; %s is %s then',
    async (bank, status, charges) => {
      const approval = await authenticated({}, bank);
      const unknown = refused(-780, {
        method_result_code: 'BANK_FIRM_UNKNOWN',
        method_result_message: expect.any(String),
      });
      expect(await call('approve', approval)).toMatchObject(unknown);
      bench.clock.advance(20 * 60_000 - 1);
      expect(await call('approve', approval)).toMatchObject(unknown);
      expect(bench.truth.rows).toEqual([]);
      bench.clock.advance(1);
      expect(await statusOf(approval.tid)).toMatchObject({ status });
      expect(bench.truth.rows).toHaveLength(charges);
    },
  );
});

describe('§4 [C] cancel', () => {
  test('gives a part back: PART_CANCEL_PAYMENT, with what was, is and can be cancelled', async () => {
    const { tid } = await paid();
    const { status, json } = await call('cancel', {
      ...{ cid, tid, cancel_amount: 100_000, cancel_tax_free_amount: 45_000, cancel_available_amount: 300_000 },
      payload: 'rfd_1',
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      ...{
        tid,
        cid,
        ...names,
        status: 'PART_CANCEL_PAYMENT',
        payload: 'rfd_1',
        canceled_at: local,
        approved_at: local,
      },
      amount: { total: 300_000 },
      approved_cancel_amount: { total: 100_000, tax_free: 45_000, vat: 5_000 },
      canceled_amount: { total: 100_000, tax_free: 45_000, vat: 5_000 },
      cancel_available_amount: { total: 200_000, tax_free: 35_000, vat: 15_000 },
    });
    expect(bench.truth.held(names.partner_order_id)).toBe(200_000);
  });

  test('of all that is left makes CANCEL_PAYMENT; [O] once more is -784', async () => {
    const { tid } = await paid();
    const all = { cid, tid, cancel_amount: 300_000, cancel_tax_free_amount: 80_000 };
    expect((await call('cancel', all)).json).toMatchObject({ status: 'CANCEL_PAYMENT' });
    expect(await call('cancel', all)).toMatchObject(refused(-784));
    expect(bench.truth.held(names.partner_order_id)).toBe(0);
  });

  test('[O] of more than can be cancelled is -710', async () => {
    const { tid } = await paid();
    const body = { cid, tid, cancel_amount: 300_001, cancel_tax_free_amount: 0 };
    expect(await call('cancel', body)).toMatchObject(refused(-710));
  });

  test('with a cancel_available_amount that is not the balance is refused', async () => {
    const { tid } = await paid();
    const body = { cid, tid, cancel_amount: 100_000, cancel_tax_free_amount: 0, cancel_available_amount: 200_000 };
    expect((await call('cancel', body)).status).toBe(400);
    expect(bench.truth.held(names.partner_order_id)).toBe(300_000);
  });

  test.each(['tid', 'cancel_amount', 'cancel_tax_free_amount'])('without %s is -2', async (field) => {
    const { tid } = await paid();
    const body = { cid, tid, cancel_amount: 100_000, cancel_tax_free_amount: 0, [field]: undefined };
    expect(await call('cancel', body)).toMatchObject(refused(-2));
  });

  test('[O] that the bank refuses is -781 with method_result_code', async () => {
    const { tid } = await paid();
    bench.party.bankAnswers(tid, 'INVALID_CANCEL_STATUS');
    const body = { cid, tid, cancel_amount: 100_000, cancel_tax_free_amount: 0 };
    expect(await call('cancel', body)).toMatchObject(refused(-781, { method_result_code: 'INVALID_CANCEL_STATUS' }));
  });
});

test('§4 [C] order lists what happened: PAYMENT, then each CANCEL with its aid and payload', async () => {
  const { tid } = await paid({ payment_method_type: 'CARD', install_month: 6 });
  const cancel = { cid, tid, cancel_amount: 10_000, cancel_tax_free_amount: 10_000, payload: 'rfd_1' };
  const { json: cancelled } = await call('cancel', cancel);
  expect(cancelled).toMatchObject({ aid: expect.any(String) });
  const { json } = await call('order', { cid, tid });
  expect(json).toMatchObject({
    ...{ status: 'PART_CANCEL_PAYMENT', selected_card_info: { install_month: 6 } },
    ...{ amount: { total: 300_000 }, canceled_amount: { total: 10_000 }, cancel_available_amount: { total: 290_000 } },
    payment_action_details: [
      { payment_action_type: 'PAYMENT', payment_method_type: 'CARD', amount: 300_000, approved_at: local },
      {
        ...{ payment_action_type: 'CANCEL', amount: 10_000, point_amount: 0, discount_amount: 0, approved_at: local },
        ...{ green_deposit: 0, payload: 'rfd_1', aid: Object(cancelled).aid },
      },
    ],
  });
});

test('§4 [O] a second approval or cancellation while one is under way is -785', async () => {
  await bench.stop();
  await open({ guesses: { thinkMs: 1_000 } });
  const approval = await authenticated();
  const thrice = async (operation: string, body: unknown) => {
    const answers: unknown[] = [];
    const calls = Array.from({ length: 3 }, async () => void answers.push(await call(operation, body)));
    await until('two are refused', () => answers.length === 2);
    expect(answers).toMatchObject([refused(-785), refused(-785)]);
    bench.clock.advance(1_000);
    await Promise.all(calls);
    expect(answers[2]).toMatchObject({ status: 200 });
  };
  await thrice('approve', approval);
  await thrice('cancel', { cid, tid: approval.tid, cancel_amount: 200_000, cancel_tax_free_amount: 0 });
  expect(bench.truth.held(names.partner_order_id)).toBe(100_000);
});

test.each([
  [-1, 400],
  [-5, 403],
  [-7, 400],
  [-10, 400],
  [-403, 403],
  [-798, 400],
  [-799, 400],
  [-9798, 503],
])('§4 [O] %i comes with HTTP %i', async (code, status) => {
  bench.party.refuse(code);
  const answer = await call('order', { cid, tid: 'T0000000000000000000' });
  expect(answer).toMatchObject({ status, json: { error_code: code } });
});

test('§4 [C] an Idempotency-Key means nothing, and there is no webhook', async () => {
  const approval = await authenticated();
  const headers = { 'idempotency-key': 'one' };
  expect((await call('approve', approval, headers)).status).toBe(200);
  expect(await call('approve', approval, headers)).toMatchObject(refused(-702));
  expect(bench.webhooks).toEqual([]);
});

test('§4 [C] a payment with a test CID is no money', async () => {
  const body = {
    cid: 'TC0ONETIME',
    ...names,
    item_name: '수강료',
    quantity: 1,
    total_amount: 1_000,
    tax_free_amount: 0,
    ...urls,
  };
  const { json } = await call('ready', body);
  const tid = String(Object(json).tid);
  const destination = await bench.party.buy({ tid }, { act: 'pay' });
  const pg_token = new URL(destination ?? '').searchParams.get('pg_token');
  expect((await call('approve', { cid: 'TC0ONETIME', tid, ...names, pg_token })).status).toBe(200);
  expect(bench.truth.rows).toMatchObject([{ test: true, amount: 1_000 }]);
  expect(bench.truth.held(names.partner_order_id)).toBe(0);
});
