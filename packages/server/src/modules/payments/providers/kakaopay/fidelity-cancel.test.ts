import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Flow, localTime, names, refused, startFlow } from './testing/raw-flow.js';

/** What needs a buyer or a passing of time; at the sandbox, which has both. */
let flow: Flow;
beforeEach(async () => {
  flow = await startFlow();
});
afterEach(() => flow.bench.stop());

describe('§4 [C] cancel', () => {
  test('gives a part back: PART_CANCEL_PAYMENT, with what was, is and can be cancelled', async () => {
    const { tid } = await flow.paid();
    const { status, json } = await flow.call('cancel', {
      ...{
        cid: flow.cid,
        tid,
        cancel_amount: 100_000,
        cancel_tax_free_amount: 45_000,
        cancel_available_amount: 300_000,
      },
      payload: 'rfd_1',
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      ...{
        tid,
        cid: flow.cid,
        ...names,
        status: 'PART_CANCEL_PAYMENT',
        payload: 'rfd_1',
        canceled_at: localTime,
        approved_at: localTime,
      },
      amount: { total: 300_000 },
      approved_cancel_amount: { total: 100_000, tax_free: 45_000, vat: 5_000 },
      canceled_amount: { total: 100_000, tax_free: 45_000, vat: 5_000 },
      cancel_available_amount: { total: 200_000, tax_free: 35_000, vat: 15_000 },
    });
    expect(flow.bench.truth.held(names.partner_order_id)).toBe(200_000);
  });

  test('of all that is left makes CANCEL_PAYMENT; [O] once more is -784', async () => {
    const { tid } = await flow.paid();
    const all = { cid: flow.cid, tid, cancel_amount: 300_000, cancel_tax_free_amount: 80_000 };
    expect((await flow.call('cancel', all)).json).toMatchObject({ status: 'CANCEL_PAYMENT' });
    expect(await flow.call('cancel', all)).toMatchObject(refused(-784));
    expect(flow.bench.truth.held(names.partner_order_id)).toBe(0);
  });

  test('[O] of more than can be cancelled is -710', async () => {
    const { tid } = await flow.paid();
    const body = { cid: flow.cid, tid, cancel_amount: 300_001, cancel_tax_free_amount: 0 };
    expect(await flow.call('cancel', body)).toMatchObject(refused(-710));
  });

  test('with a cancel_available_amount that is not the balance is refused', async () => {
    const { tid } = await flow.paid();
    const body = {
      cid: flow.cid,
      tid,
      cancel_amount: 100_000,
      cancel_tax_free_amount: 0,
      cancel_available_amount: 200_000,
    };
    expect((await flow.call('cancel', body)).status).toBe(400);
    expect(flow.bench.truth.held(names.partner_order_id)).toBe(300_000);
  });

  test.each(['tid', 'cancel_amount', 'cancel_tax_free_amount'])('without %s is -2', async (field) => {
    const { tid } = await flow.paid();
    const body = { cid: flow.cid, tid, cancel_amount: 100_000, cancel_tax_free_amount: 0, [field]: undefined };
    expect(await flow.call('cancel', body)).toMatchObject(refused(-2));
  });

  test('[O] that the bank refuses is -781 with method_result_code', async () => {
    const { tid } = await flow.paid();
    flow.bench.party.bankAnswers(tid, 'INVALID_CANCEL_STATUS');
    const body = { cid: flow.cid, tid, cancel_amount: 100_000, cancel_tax_free_amount: 0 };
    expect(await flow.call('cancel', body)).toMatchObject(
      refused(-781, { method_result_code: 'INVALID_CANCEL_STATUS' }),
    );
  });
});

test('§4 [C] order lists what happened: PAYMENT, then each CANCEL with its aid and payload', async () => {
  const { tid } = await flow.paid({ payment_method_type: 'CARD', install_month: 6 });
  const cancel = { cid: flow.cid, tid, cancel_amount: 10_000, cancel_tax_free_amount: 10_000, payload: 'rfd_1' };
  const { json: cancelled } = await flow.call('cancel', cancel);
  expect(cancelled).toMatchObject({ aid: expect.any(String) });
  const { json } = await flow.call('order', { cid: flow.cid, tid });
  expect(json).toMatchObject({
    ...{ status: 'PART_CANCEL_PAYMENT', selected_card_info: { install_month: 6 } },
    ...{ amount: { total: 300_000 }, canceled_amount: { total: 10_000 }, cancel_available_amount: { total: 290_000 } },
    payment_action_details: [
      { payment_action_type: 'PAYMENT', payment_method_type: 'CARD', amount: 300_000, approved_at: localTime },
      {
        ...{
          payment_action_type: 'CANCEL',
          amount: 10_000,
          point_amount: 0,
          discount_amount: 0,
          approved_at: localTime,
        },
        ...{ green_deposit: 0, payload: 'rfd_1', aid: Object(cancelled).aid },
      },
    ],
  });
});
