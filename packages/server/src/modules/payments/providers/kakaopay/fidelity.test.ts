import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testKeys } from '../../../../sandbox/kakaopay/options.js';
import type { Send } from '../exchange.js';
import { rawCalls, realEnvironment, startKakao } from './testing/strategy.js';

/**
 * What holds at any KakaoPay, ours or theirs: these need a test key and no buyer. With FIDELITY_KAKAOPAY_SECRET_KEY they
 * run against the real test channel too; `docs/go-live.md` says how.
 */
interface Target {
  readonly send: Send;
  readonly secretKey: string;
  readonly stop: () => Promise<void>;
}

async function sandboxTarget(): Promise<Target> {
  const { send, stop } = await startKakao();
  return { send, secretKey: testKeys.secretKey, stop };
}

const real = realEnvironment();
fidelity('the sandbox', sandboxTarget);
if (real !== undefined) fidelity(real.url, async () => ({ ...real, stop: async () => {} }));

const { cid } = testKeys;
const order = (): string => `pay_${Date.now().toString(36)}${Math.trunc(performance.now() * 1000).toString(36)}`;
const readyBody = (more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ cid, partner_order_id: order(), partner_user_id: 'mem_1', item_name: '9월 수강료', quantity: 1 },
  ...{ total_amount: 300_000, tax_free_amount: 300_000 },
  ...{ approval_url: 'https://a.test/ok?o=1', cancel_url: 'https://a.test/c', fail_url: 'https://a.test/f' },
  ...more,
});
const refused = (code: number, status = 400) => ({
  status,
  json: { error_code: code, error_message: expect.any(String) },
});

function fidelity(name: string, open: () => Promise<Target>): void {
  describe(`at ${name}, as psp-contracts says`, () => {
    let target: Target;
    let call: ReturnType<typeof rawCalls>;
    beforeAll(async () => {
      target = await open();
      call = rawCalls(target.send, target.secretKey);
    });
    afterAll(() => target.stop());

    const newTid = async (body: { readonly partner_order_id: string }): Promise<string> => {
      const { json } = await call('ready', body);
      expect(json).toMatchObject({ tid: expect.any(String) });
      return typeof json === 'object' && json !== null && 'tid' in json ? String(json.tid) : '';
    };

    test('§4 [C] the current API takes SECRET_KEY alone: the old KakaoAK, another key or none is 401 -401 [O]', async () => {
      for (const authorization of [`KakaoAK ${target.secretKey}`, 'SECRET_KEY DEVNOBODYHASTHIS', target.secretKey])
        expect(await call('ready', readyBody(), { authorization })).toMatchObject(refused(-401, 401));
    });

    test('§4 [C] ready gives a tid of 20, where browsers go to, app schemes and a local time', async () => {
      const { status, json } = await call('ready', readyBody());
      expect(status).toBe(200);
      expect(json).toMatchObject({
        tid: expect.stringMatching(/^T\w{19}$/),
        next_redirect_app_url: expect.stringMatching(/^https?:/),
        next_redirect_mobile_url: expect.stringMatching(/^https?:/),
        next_redirect_pc_url: expect.stringMatching(/^https?:/),
        android_app_scheme: expect.stringMatching(/^kakaotalk:/),
        ios_app_scheme: expect.stringMatching(/^kakaotalk:/),
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
      });
    });

    test.each([
      ...['cid', 'partner_order_id', 'partner_user_id', 'item_name', 'quantity', 'total_amount', 'tax_free_amount'],
      ...['approval_url', 'cancel_url', 'fail_url'],
    ])('§4 [C] ready without %s is -2 [O]', async (field) => {
      expect(await call('ready', readyBody({ [field]: undefined }))).toMatchObject(refused(-2));
    });

    test.each([
      ['partner_order_id', 'o'.repeat(101)],
      ['partner_user_id', 'u'.repeat(101)],
      ['item_name', '가'.repeat(101)],
      ['approval_url', `https://a.test/${'x'.repeat(241)}`],
      ['cancel_url', `https://a.test/${'x'.repeat(241)}`],
      ['fail_url', `https://a.test/${'x'.repeat(241)}`],
      ['install_month', 13],
      ['payment_method_type', 'COIN'],
    ])('§4 [C] ready with a %s that is too long or none of its kind is -2 [O]', async (field, value) => {
      expect(await call('ready', readyBody({ [field]: value }))).toMatchObject(refused(-2));
    });

    test('§4 [C] texts of 100 and addresses of 255 characters are taken', async () => {
      const url = `https://a.test/${'x'.repeat(240)}`;
      expect(url).toHaveLength(255);
      const body = readyBody({ item_name: '가'.repeat(100), approval_url: url, cancel_url: url, fail_url: url });
      expect((await call('ready', body)).status).toBe(200);
    });

    test('§4 [O] a CID that is none is -731', async () => {
      expect(await call('ready', readyBody({ cid: 'XX00000000' }))).toMatchObject(refused(-731));
    });

    test('§4 [O] a tid that does not exist is -721', async () => {
      expect(await call('order', { cid, tid: 'T0000000000000000000' })).toMatchObject(refused(-721));
    });

    test('§4 [C] an order whose buyer did nothing yet is READY, nothing of it can be cancelled, and VAT is round((total - taxfree) / 11)', async () => {
      const body = readyBody({ total_amount: 10_000, tax_free_amount: 1_234 });
      const { status, json } = await call('order', { cid, tid: await newTid(body) });
      expect(status).toBe(200);
      expect(json).toMatchObject({
        ...{ status: 'READY', cid, partner_order_id: body.partner_order_id, partner_user_id: 'mem_1' },
        amount: { total: 10_000, tax_free: 1_234, vat: 797 },
      });
    });

    test('§4 [O] an approval before the buyer authenticated is -701', async () => {
      const body = readyBody();
      const { partner_order_id, partner_user_id } = body;
      const approval = { cid, tid: await newTid(body), partner_order_id, partner_user_id, pg_token: 'pgt_1' };
      expect(await call('approve', approval)).toMatchObject(refused(-701));
    });

    test('§4 [O] another partner_order_id is -706, another partner_user_id is -707', async () => {
      const body = readyBody();
      const { partner_order_id, partner_user_id } = body;
      const approval = { cid, tid: await newTid(body), partner_order_id, partner_user_id, pg_token: 'pgt_1' };
      expect(await call('approve', { ...approval, partner_order_id: 'other' })).toMatchObject(refused(-706));
      expect(await call('approve', { ...approval, partner_user_id: 'other' })).toMatchObject(refused(-707));
    });

    test('§4 [O] a cancellation of what was not paid is -784', async () => {
      const cancellation = { cid, tid: await newTid(readyBody()), cancel_amount: 1_000, cancel_tax_free_amount: 0 };
      expect(await call('cancel', cancellation)).toMatchObject(refused(-784));
    });
  });
}
