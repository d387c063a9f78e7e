import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testKeys } from '../../../../sandbox/kakaopay/options.js';
import { until } from '../../../../testing/until.js';
import { type Flow, localTime, names, refused, startFlow, urls } from './testing/raw-flow.js';

/** What needs a buyer or a passing of time; at the sandbox, which has both. */
let flow: Flow;
beforeEach(async () => {
  flow = await startFlow();
});
afterEach(() => flow.bench.stop());

describe('§4 [C] the redirect', () => {
  test('goes to approval_url with pg_token and nothing else of ours, and no money has moved', async () => {
    const { tid, redirectUrl } = await flow.ready();
    const destination = await flow.bench.party.buy({ redirectUrl }, { act: 'pay' });
    expect(destination).toMatch(/^https:\/\/a\.test\/ok\?o=1&pg_token=[0-9a-f]+$/);
    expect(flow.bench.truth.rows).toEqual([]);
    expect(await flow.order(tid)).toMatchObject({ status: 'AUTH_PASSWORD' });
  });

  test('of a buyer who gives up goes to cancel_url, and the order is QUIT_PAYMENT', async () => {
    const { tid, redirectUrl } = await flow.ready();
    expect(await flow.bench.party.buy({ redirectUrl }, { act: 'cancel' })).toBe(urls.cancel_url);
    expect(await flow.order(tid)).toMatchObject({ status: 'QUIT_PAYMENT' });
  });

  test('of a payment that fails goes to fail_url, and the order is FAIL_PAYMENT', async () => {
    const { tid, redirectUrl } = await flow.ready();
    expect(await flow.bench.party.buy({ redirectUrl }, { act: 'decline' })).toBe(urls.fail_url);
    expect(await flow.order(tid)).toMatchObject({ status: 'FAIL_PAYMENT' });
  });

  test('never comes from a tab that is closed, and the order is OPEN_PAYMENT', async () => {
    const { tid, redirectUrl } = await flow.ready();
    expect(await flow.bench.party.buy({ redirectUrl }, { act: 'close' })).toBeNull();
    expect(await flow.order(tid)).toMatchObject({ status: 'OPEN_PAYMENT' });
  });
});

describe('§4 [C] approve', () => {
  test('moves the money, and says so with amounts, names and times', async () => {
    const { status, json } = await flow.call('approve', { ...(await flow.authenticated()), payload: 'ours' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      aid: expect.stringMatching(/^A\d{19}$/),
      ...{
        cid: flow.cid,
        ...names,
        payment_method_type: 'MONEY',
        item_name: '9월 수강료',
        quantity: 1,
        payload: 'ours',
      },
      amount: { total: 300_000, tax_free: 80_000, vat: 20_000, point: 0, discount: 0, green_deposit: 0 },
      ...{ created_at: localTime, approved_at: localTime },
    });
    expect(flow.bench.truth.rows).toMatchObject([
      { reference: names.partner_order_id, kind: 'charge', amount: 300_000, taxFree: 80_000, test: false },
    ]);
  });

  test('of a card has card_info with the months', async () => {
    const { json } = await flow.call(
      'approve',
      await flow.authenticated({ payment_method_type: 'CARD', install_month: 3 }),
    );
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
    const { json } = await flow.call('approve', await flow.authenticated({ vat_amount: 19_999 }));
    expect(json).toMatchObject({ amount: { vat: 19_999 } });
  });

  test('[O] of a wrong pg_token is -708, of another total_amount -722; neither takes anything', async () => {
    const approval = await flow.authenticated();
    expect(await flow.call('approve', { ...approval, pg_token: 'pgt_other' })).toMatchObject(refused(-708));
    expect(await flow.call('approve', { ...approval, total_amount: 299_999 })).toMatchObject(refused(-722));
    expect(flow.bench.truth.rows).toEqual([]);
    expect((await flow.call('approve', { ...approval, total_amount: 300_000 })).status).toBe(200);
  });

  test('[O] of what was approved already is -702, whatever was refunded since, and takes nothing again', async () => {
    const approval = await flow.paid();
    expect(await flow.call('approve', approval)).toMatchObject(refused(-702));
    await flow.call('cancel', {
      cid: flow.cid,
      tid: approval.tid,
      cancel_amount: 300_000,
      cancel_tax_free_amount: 80_000,
    });
    expect(await flow.call('approve', approval)).toMatchObject(refused(-702));
    expect(flow.bench.truth.of(names.partner_order_id).filter(({ kind }) => kind === 'charge')).toHaveLength(1);
  });

  test('[O] after about 15 minutes is -723', async () => {
    const approval = await flow.authenticated();
    flow.bench.clock.advance(15 * 60_000 - 1);
    expect(await flow.call('approve', { ...approval, pg_token: 'x' })).toMatchObject(refused(-708));
    flow.bench.clock.advance(1);
    expect(await flow.call('approve', approval)).toMatchObject(refused(-723));
    expect(flow.bench.truth.rows).toEqual([]);
  });

  test('[O] of a payment that its buyer gave up is -783', async () => {
    const { tid, redirectUrl } = await flow.ready();
    await flow.bench.party.buy({ redirectUrl }, { act: 'cancel' });
    expect(await flow.call('approve', { cid: flow.cid, tid, ...names, pg_token: 'x' })).toMatchObject(refused(-783));
  });

  test('[O] refused by the bank is -780 with method_result_code, and FAIL_PAYMENT', async () => {
    const approval = await flow.authenticated({}, 'LACK_BALANCE');
    const extras = { method_result_code: 'LACK_BALANCE', method_result_message: '계좌 잔액이 부족합니다.' };
    expect(await flow.call('approve', approval)).toMatchObject(refused(-780, extras));
    expect(await flow.order(approval.tid)).toMatchObject({ status: 'FAIL_PAYMENT' });
  });

  test('[O] while another transaction runs is -780 USER_LOCKED; the same again goes through', async () => {
    const approval = await flow.authenticated({}, 'USER_LOCKED');
    const extras = {
      method_result_code: 'USER_LOCKED',
      method_result_message: '진행중인 거래가 있습니다. 잠시 후 다시 시도해 주세요.',
    };
    expect(await flow.call('approve', approval)).toMatchObject(refused(-780, extras));
    expect((await flow.call('approve', approval)).status).toBe(200);
  });

  test.each([
    ['BANK_FIRM_UNKNOWN_DONE', 'SUCCESS_PAYMENT', 1],
    ['BANK_FIRM_UNKNOWN', 'FAIL_PAYMENT', 0],
  ])(
    '[O] that a bank does not answer is -780 BANK_FIRM_UNKNOWN for about 20 minutes; %s is %s then',
    async (bank, status, charges) => {
      const approval = await flow.authenticated({}, bank);
      const unknown = refused(-780, {
        method_result_code: 'BANK_FIRM_UNKNOWN',
        method_result_message: expect.any(String),
      });
      expect(await flow.call('approve', approval)).toMatchObject(unknown);
      flow.bench.clock.advance(20 * 60_000 - 1);
      expect(await flow.call('approve', approval)).toMatchObject(unknown);
      expect(flow.bench.truth.rows).toEqual([]);
      flow.bench.clock.advance(1);
      expect(await flow.order(approval.tid)).toMatchObject({ status });
      expect(flow.bench.truth.rows).toHaveLength(charges);
    },
  );
});

test('§4 [O] a second approval or cancellation while one is under way is -785', async () => {
  await flow.bench.stop();
  flow = await startFlow({ guesses: { thinkMs: 1_000 } });
  const approval = await flow.authenticated();
  const thrice = async (operation: string, body: unknown) => {
    const answers: unknown[] = [];
    const calls = Array.from({ length: 3 }, async () => void answers.push(await flow.call(operation, body)));
    await until('two are refused', () => answers.length === 2);
    expect(answers).toMatchObject([refused(-785), refused(-785)]);
    flow.bench.clock.advance(1_000);
    await Promise.all(calls);
    expect(answers[2]).toMatchObject({ status: 200 });
  };
  await thrice('approve', approval);
  await thrice('cancel', { cid: flow.cid, tid: approval.tid, cancel_amount: 200_000, cancel_tax_free_amount: 0 });
  expect(flow.bench.truth.held(names.partner_order_id)).toBe(100_000);
});

test.each([
  [-1, 400],
  [-5, 403],
  [-7, 400],
  [-10, 400],
  [-403, 403],
  [-703, 400],
  [-704, 400],
  [-705, 400],
  [-724, 400],
  [-725, 400],
  [-726, 400],
  [-730, 400],
  [-732, 400],
  [-733, 400],
  [-761, 400],
  [-798, 400],
  [-799, 400],
  [-9798, 503],
])('§4 [O] %i comes with HTTP %i', async (code, status) => {
  flow.bench.party.refuse(code);
  const answer = await flow.call('order', { cid: flow.cid, tid: 'T0000000000000000000' });
  expect(answer).toMatchObject({ status, json: { error_code: code } });
});

test('§4 [C] an approval whose reply was lost is told by the order of the tid that ready gave; once more is -702 [O]', async () => {
  const approval = await flow.authenticated();
  flow.bench.faults.add({ kind: 'lost_after', path: '/approve' });
  await expect(flow.call('approve', approval)).rejects.toThrow();
  expect(await flow.order(approval.tid)).toMatchObject({ status: 'SUCCESS_PAYMENT', amount: { total: 300_000 } });
  expect(await flow.call('approve', approval)).toMatchObject(refused(-702));
  expect(flow.bench.truth.of(names.partner_order_id)).toHaveLength(1);
});

test('§4 [C] a payload has 200 characters at most', async () => {
  const approval = await flow.authenticated();
  expect(await flow.call('approve', { ...approval, payload: 'p'.repeat(201) })).toMatchObject(refused(-2));
  expect((await flow.call('approve', { ...approval, payload: 'p'.repeat(200) })).status).toBe(200);
});

test('§4 [C] an Idempotency-Key means nothing, and there is no webhook', async () => {
  const approval = await flow.authenticated();
  const headers = { 'idempotency-key': 'one' };
  expect((await flow.call('approve', approval, headers)).status).toBe(200);
  expect(await flow.call('approve', approval, headers)).toMatchObject(refused(-702));
  expect(flow.bench.webhooks).toEqual([]);
});

test('§4 [C] a payment with a test CID is no money', async () => {
  await flow.bench.stop();
  flow = await startFlow({}, testKeys);
  const { tid } = await flow.paid();
  expect(await flow.order(tid)).toMatchObject({ cid: 'TC0ONETIME', status: 'SUCCESS_PAYMENT' });
  expect(flow.bench.truth.rows).toMatchObject([{ test: true, amount: 300_000 }]);
  expect(flow.bench.truth.held(names.partner_order_id)).toBe(0);
});
