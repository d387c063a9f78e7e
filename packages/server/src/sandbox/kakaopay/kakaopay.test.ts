import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProviderBench, startParty } from '../../testing/provider-bench.js';
import { createKakaoPaySandbox, type KakaoPaySandbox } from './kakaopay.js';
import { testKeys, usualCids, usualSecretKeys } from './options.js';

let bench: ProviderBench<KakaoPaySandbox>;
beforeEach(async () => {
  bench = await startParty(createKakaoPaySandbox);
});
afterEach(() => bench.stop());

const cid = usualCids[0];
const names = { partner_order_id: 'order-1', partner_user_id: 'u1' };

const call = async (
  operation: string,
  body: object,
  more: { method?: 'GET'; headers?: Record<string, string> } = {},
) => {
  const { method = 'POST', headers } = more;
  const reply = await bench.send({
    ...{ method, path: `/online/v1/payment/${operation}` },
    headers: { authorization: `SECRET_KEY ${usualSecretKeys[0]}`, 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  });
  return { status: reply.status, json: JSON.parse(reply.body) };
};

const ready = async (more: object = {}) => {
  const urls = { approval_url: 'https://a.test/ok', cancel_url: 'https://a.test/c', fail_url: 'https://a.test/f' };
  const body = { cid, ...names, item_name: 'i', quantity: 1, total_amount: 10_000, tax_free_amount: 4_000, ...urls };
  return call('ready', { ...body, ...more });
};

const paid = async (act: { amount?: number; test?: boolean } = {}) => {
  const { tid } = (await ready()).json;
  const destination = await bench.party.buy({ tid }, { act: 'pay', ...act });
  const pg_token = new URL(destination ?? '').searchParams.get('pg_token');
  return { tid, ...(await call('approve', { cid, tid, ...names, pg_token })) };
};

test('a call that there is not, or by another method, is -3', async () => {
  expect(await call('subscription', {})).toMatchObject({ status: 400, json: { error_code: -3 } });
  expect(await call('ready', {}, { method: 'GET' })).toMatchObject({ status: 400, json: { error_code: -3 } });
});

test('a form instead of JSON is -2', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };
  expect(await call('ready', {}, { headers })).toMatchObject({ status: 400, json: { error_code: -2 } });
});

test.each([{ total_amount: 0, tax_free_amount: 0 }, { tax_free_amount: 10_001 }, { vat_amount: 6_001 }])(
  'amounts that do not fit are -722: %j',
  async (amounts) => {
    expect(await ready(amounts)).toMatchObject({ status: 400, json: { error_code: -722 } });
  },
);

test('a payment is not seen with another CID of the same merchant', async () => {
  const { tid } = (await ready()).json;
  expect(await call('order', { cid: testKeys.cid, tid })).toMatchObject({ json: { error_code: -721 } });
});

test('an attack: another amount than what was asked for is taken, and the parts with it', async () => {
  const { json } = await paid({ amount: 100 });
  expect(json.amount).toMatchObject({ total: 100, tax_free: 100, vat: 0 });
  expect(bench.truth.rows).toMatchObject([{ amount: 100, taxFree: 100, test: false }]);
});

test('an attack: through the test channel no money moves, and the reply tells the CID', async () => {
  const { json } = await paid({ test: true });
  expect(json).toMatchObject({ cid: testKeys.cid, amount: { total: 10_000 } });
  expect(bench.truth.rows).toMatchObject([{ amount: 10_000, test: true }]);
  expect(bench.truth.held('order-1')).toBe(0);
});

test('VAT that is rounded anew for each part can come to more than there is: -781 INVALID_CANCEL_AMOUNT', async () => {
  const { tid } = (await ready({ total_amount: 12, tax_free_amount: 0 })).json;
  const destination = await bench.party.buy({ tid }, { act: 'pay' });
  await call('approve', { cid, tid, ...names, pg_token: new URL(destination ?? '').searchParams.get('pg_token') });
  const half = { cid, tid, cancel_amount: 6, cancel_tax_free_amount: 0 };
  expect((await call('cancel', half)).json).toMatchObject({ approved_cancel_amount: { total: 6, vat: 1 } });
  expect(await call('cancel', half)).toMatchObject({
    json: { error_code: -781, extras: { method_result_code: 'INVALID_CANCEL_AMOUNT' } },
  });
  expect((await call('cancel', { ...half, cancel_vat_amount: 0 })).json).toMatchObject({ status: 'CANCEL_PAYMENT' });
});

test.each<Record<string, number>>([
  { cancel_tax_free_amount: 4_001 },
  { cancel_amount: 5_000, cancel_tax_free_amount: 5_001 },
  { cancel_amount: 6_001, cancel_tax_free_amount: 0 },
  { cancel_amount: 0, cancel_tax_free_amount: 0 },
])('parts that do not fit what is left are -722: %j', async (parts) => {
  const { tid } = await paid();
  const body = { cid, tid, cancel_amount: 10_000, cancel_tax_free_amount: 4_000, ...parts };
  expect(await call('cancel', body)).toMatchObject({ json: { error_code: -722 } });
  expect(bench.truth.held('order-1')).toBe(10_000);
});

test('in the console, what is taxed goes back first, and the order lists it without a payload', async () => {
  const { tid } = await paid();
  await bench.party.cancelInConsole(tid, 7_000);
  expect(bench.truth.rows.at(-1)).toMatchObject({ kind: 'refund', amount: 7_000, taxFree: 1_000 });
  await bench.party.cancelInConsole(tid);
  const { json } = await call('order', { cid, tid });
  expect(json.status).toBe('CANCEL_PAYMENT');
  expect(json.payment_action_details[1]).not.toHaveProperty('payload');
  expect(json.cancel_available_amount).toMatchObject({ total: 0, tax_free: 0, vat: 0 });
  await expect(bench.party.cancelInConsole(tid)).rejects.toThrow('not in a state to be canceled');
});

test('a refusal that is set is given once, to the calls that are meant, and nothing is done', async () => {
  bench.party.refuse(-9798, 'approve');
  expect((await ready()).status).toBe(200);
  expect(await paid()).toMatchObject({ status: 503, json: { error_code: -9798 } });
  expect(bench.truth.rows).toEqual([]);
  expect((await paid()).status).toBe(200);
});
