import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { payData, type V1Answer } from '../../../../sandbox/portone-v1/testing/v1-client.js';
import { onEachTarget, onTarget } from './testing/fidelity-target.js';
import { refundRequest, startRequest } from './testing/strategy.js';

const Page = z.object({
  total: z.number(),
  previous: z.number(),
  next: z.number(),
  list: z.array(z.record(z.string(), z.unknown())),
});
const pageOf = ({ envelope }: V1Answer) => Page.parse(envelope?.response);
const outcomeOf = ({ status, envelope }: V1Answer) => ({ status, code: envelope?.code, response: envelope?.response });
const refusal = (code: number) => ({ status: 200, code, response: null });
const nobody = { status: 401, code: -1, response: null };
const day = 86_400_000;

// What psp-contracts section 1 says of PortOne V1's API, as far as we rely on it.
onEachTarget((target) => {
  const { world, pay, cancel, now, inquire } = onTarget(target);
  // Needs time, buyers or webhooks in our hands.
  const controlled = test.skipIf(!target.isSandbox);

  describe('§1.1 base, auth, envelope', () => {
    test('§1.1 [O] getToken gives access_token, now and expired_at in UNIX seconds, at most 30 minutes apart', async () => {
      const { now: at, expired_at: end } = await world().client.token();
      expect(Math.abs(at * 1000 - now())).toBeLessThan(60_000);
      expect(end - at).toBeGreaterThan(0);
      expect(end - at).toBeLessThanOrEqual(1_800);
    });

    test('§1.1 [O] a request body may be a form or JSON', async () => {
      const uid = world().newMerchantUid();
      const registered = await world().client.form('POST', '/payments/prepare', { merchant_uid: uid, amount: '1000' });
      expect(outcomeOf(registered)).toMatchObject({ status: 200, code: 0 });
      const changed = await world().client.send('PUT', '/payments/prepare', { merchant_uid: uid, amount: 2_000 });
      expect(outcomeOf(changed)).toMatchObject({ status: 200, code: 0, response: { amount: 2_000 } });
    });

    test('§1.1 [O] wrong keys are 401', async () => {
      expect(outcomeOf(await world().client.getToken({ imp_key: 'wrong', imp_secret: 'wrong' }))).toEqual(nobody);
    });

    test('§1.1 [O] getToken gives the same token again before it expires', async () => {
      const first = await world().client.token();
      expect((await world().client.token()).access_token).toBe(first.access_token);
    });

    controlled(
      '§1.1 [O] with less than a minute left the same token lives five minutes longer; after that a new one',
      async () => {
        const first = await world().client.token();
        world().bench.clock.advance(29 * 60_000 + 1_000);
        const longer = await world().client.token();
        expect([longer.access_token, longer.expired_at]).toEqual([first.access_token, first.expired_at + 300]);
        world().bench.clock.advance(6 * 60_000);
        expect((await world().client.token()).access_token).not.toBe(first.access_token);
      },
    );

    test('§1.1 [O] a missing token is 401', async () => {
      const call = { method: 'GET', path: '/payments/imp_000000000000' } as const;
      expect(outcomeOf(await world().client.call(call))).toEqual(nobody);
      const wrong = await world().client.call({ ...call, headers: { authorization: 'wrong' } });
      expect(outcomeOf(wrong)).toEqual(nobody);
    });

    controlled('§1.1 [O] an expired token is 401, and our strategy takes a new one', async () => {
      const uid = world().newMerchantUid();
      await inquire(uid);
      const { access_token: token } = await world().client.token();
      world().bench.clock.advance(31 * 60_000);
      const headers = { authorization: token };
      expect(outcomeOf(await world().client.call({ method: 'GET', path: '/payments', headers }))).toEqual(nobody);
      const asked = await inquire(uid);
      expect(asked).toEqual({ outcome: 'approved', value: null });
    });

    test.each([
      ['Authorization: TOKEN', (token: string) => ({ headers: { authorization: token }, query: '' })],
      [
        'Authorization: Bearer TOKEN',
        (token: string) => ({ headers: { authorization: `Bearer ${token}` }, query: '' }),
      ],
      ['X-ImpTokenHeader', (token: string) => ({ headers: { 'x-imptokenheader': token }, query: '' })],
      ['?_token=', (token: string) => ({ headers: {}, query: `?_token=${token}` })],
    ])('§1.1 [O] a token is taken as %s', async (_, how) => {
      const { headers, query } = how((await world().client.token()).access_token);
      const { status } = await world().client.call({
        method: 'GET',
        path: `/payments/imp_000000000000${query}`,
        headers,
      });
      expect(status).toBe(404);
    });

    test('§1.1 [O] everything comes in the envelope, with no message where it went well', async () => {
      const uid = world().newMerchantUid();
      const done = await world().client.send('POST', '/payments/prepare', { merchant_uid: uid, amount: 1_000 });
      expect(done.envelope).toMatchObject({ code: 0, message: null, response: { merchant_uid: uid } });
      const missing = await world().client.get('/payments/imp_000000000000');
      expect(missing.envelope).toMatchObject({ response: null, message: expect.stringMatching(/./) });
    });

    test('§1.1 [O] a business failure is HTTP 200 with a code, and our strategy sees it', async () => {
      expect(outcomeOf(await cancel({ imp_uid: 'imp_000000000000', amount: 1 }))).toEqual(refusal(1));
      const refund = await world().provider.refund(refundRequest({ providerPaymentId: 'imp_000000000000' }));
      expect(refund.outcome).toBe('declined');
    });
  });

  describe('§1.2 endpoints', () => {
    test('§1.2 [O] GET by imp_uid of an unknown one is 404', async () => {
      const { status, envelope } = await world().client.get('/payments/imp_000000000000');
      expect([status, envelope?.message]).toEqual([404, '존재하지 않는 결제정보입니다.']);
    });

    test('§1.2 [O] find of an unknown merchant_uid is 404, and null to our strategy', async () => {
      const uid = world().newMerchantUid();
      expect((await world().client.get(`/payments/find/${uid}`)).status).toBe(404);
      const asked = await inquire(uid);
      expect(asked).toEqual({ outcome: 'approved', value: null });
    });

    controlled('§1.2 [O] several at once; 207 when some are missing', async () => {
      const impUid = await pay('a');
      expect((await world().client.get(`/payments?imp_uid[]=${impUid}`)).status).toBe(200);
      expect((await world().client.get(`/payments?imp_uid[]=${impUid}&merchant_uid[]=none`)).status).toBe(207);
    });

    controlled('§1.2 [O] find gives one payment, the latest by sorting; findAll all of them', async () => {
      await world().bench.party.buy(payData('a'), { act: 'decline' });
      world().bench.clock.advance(1_000);
      const impUid = await pay('a');
      const found = (path: string) =>
        world()
          .client.get(path)
          .then(({ envelope }) => envelope?.response);
      expect(await found('/payments/find/a')).toMatchObject({ imp_uid: impUid, status: 'paid' });
      expect(await found('/payments/find/a?sorting=started')).toMatchObject({ status: 'failed' });
      expect(await found('/payments/find/a/failed')).toMatchObject({ status: 'failed' });
      expect(pageOf(await world().client.get('/payments/findAll/a')).list).toHaveLength(2);
    });

    test('§1.2 [O] the feed by status gives total, previous, next and list, 0 where there is no such page', async () => {
      const page = pageOf(await world().client.get('/payments/status/all?limit=1'));
      expect(page.previous).toBe(0);
      expect(page.next).toBe(page.total > 1 ? 2 : 0);
    });

    test.each(['nothing', 'all?page=1000000', 'all?page=0'])('§1.2 [O] the feed of %s is 400', async (question) => {
      expect((await world().client.get(`/payments/status/${question}`)).status).toBe(400);
    });

    controlled('§1.2 [O] the feed pages by 20, or by limit up to 1000', async () => {
      for (let n = 0; n < 21; n++) await pay(`order_${n}`);
      expect(pageOf(await world().client.get('/payments/status/paid'))).toMatchObject({
        total: 21,
        previous: 0,
        next: 2,
      });
      const last = pageOf(await world().client.get('/payments/status/paid?page=2'));
      expect([last.previous, last.next, last.list.length]).toEqual([1, 0, 1]);
      expect(pageOf(await world().client.get('/payments/status/paid?limit=1000')).list).toHaveLength(21);
    });

    controlled('§1.2 [O] the feed spans 90 days at most, and our strategy reads further in parts', async () => {
      await pay('a');
      world().bench.clock.advance(100 * day);
      await pay('b');
      const to = Math.floor(now() / 1000);
      expect((await world().client.get(`/payments/status/paid?from=${to - 91 * 86_400}&to=${to}`)).status).toBe(400);
      const window = { from: '2026-09-01T00:00:00Z', to: new Date(now() + 1).toISOString() };
      const found: unknown[] = [];
      for await (const one of world().provider.listTransactions(window) ?? []) found.push(one.paymentId);
      expect(found).toEqual(['a', 'b']);
    });

    controlled('§1.2 [O] the feed sorts by -started unless told otherwise', async () => {
      for (const uid of ['a', 'b']) {
        await pay(uid);
        world().bench.clock.advance(1_000);
      }
      world().bench.party.cancelInConsole('a', 1);
      const order = async (sorting: string) =>
        pageOf(await world().client.get(`/payments/status/all?${sorting}`)).list.map((one) => one.merchant_uid);
      expect(await order('')).toEqual(['b', 'a']);
      expect(await order('sorting=started')).toEqual(['a', 'b']);
      expect(await order('sorting=-updated')).toEqual(['a', 'b']);
    });

    test('§1.2 [O] prepare gives merchant_uid, amount and currency, also by GET', async () => {
      const uid = world().newMerchantUid();
      const wanted = { merchant_uid: uid, amount: 1_000, currency: 'KRW' };
      expect((await world().client.send('POST', '/payments/prepare', wanted)).envelope?.response).toMatchObject(wanted);
      expect((await world().client.get(`/payments/prepare/${uid}`)).envelope?.response).toMatchObject(wanted);
    });

    test('§1.2 [O] a second prepare of a merchant_uid is 200 with code 1, and our strategy compares', async () => {
      const paymentId = world().newMerchantUid();
      const once = startRequest({ paymentId, amount: 1_000, taxFree: 0 });
      expect((await world().provider.ready(once)).outcome).toBe('approved');
      const again = await world().client.send('POST', '/payments/prepare', { merchant_uid: paymentId, amount: 1_000 });
      expect(outcomeOf(again)).toEqual(refusal(1));
      expect((await world().provider.ready(once)).outcome).toBe('approved');
      expect((await world().provider.ready({ ...once, amount: 2_000 })).outcome).toBe('declined');
    });

    test('§1.2 [O] PUT prepare of an unknown merchant_uid is 404', async () => {
      const body = { merchant_uid: world().newMerchantUid(), amount: 1_000 };
      expect((await world().client.send('PUT', '/payments/prepare', body)).status).toBe(404);
    });

    controlled('§1.2 [O] once prepared, the window refuses another amount', async () => {
      await world().client.send('POST', '/payments/prepare', { merchant_uid: 'a', amount: 300_000 });
      await expect(pay('a', { amount: 100 })).rejects.toThrow();
      await pay('a');
      expect(world().bench.truth.held('a')).toBe(300_000);
    });

    controlled('§1.2 [O] prepare without a currency checks none', async () => {
      await world().client.send('POST', '/payments/prepare', { merchant_uid: 'a', amount: 300_000 });
      await world().client.send('POST', '/payments/prepare', { merchant_uid: 'b', amount: 300_000, currency: 'KRW' });
      await pay('a', { currency: 'USD' });
      await expect(pay('b', { currency: 'USD' })).rejects.toThrow();
    });

    controlled(
      '§1.2 [O] cancel by imp_uid or merchant_uid; with both, imp_uid wins even when there is none',
      async () => {
        await pay('a');
        expect(outcomeOf(await cancel({ imp_uid: 'imp_000000000000', merchant_uid: 'a' }))).toEqual(refusal(1));
        expect(world().bench.truth.held('a')).toBe(300_000);
        expect(outcomeOf(await cancel({ merchant_uid: 'a', amount: 1_000 }))).toMatchObject({ status: 200, code: 0 });
      },
    );

    controlled.each([{}, { amount: 0 }, { amount: null }])('§1.2 [O] cancel with %j takes it all', async (amount) => {
      const impUid = await pay('a');
      expect((await cancel({ imp_uid: impUid, ...amount })).envelope?.code).toBe(0);
      expect(world().bench.truth.held('a')).toBe(0);
    });

    controlled('§1.2 [O] our strategy never asks for a refund of 0, which would take it all', async () => {
      const providerPaymentId = await pay('a');
      const asked = { paymentId: 'a', providerPaymentId, amount: 0, taxFree: 0 };
      expect((await world().provider.refund(refundRequest(asked))).outcome).toBe('declined');
      expect(world().bench.truth.held('a')).toBe(300_000);
    });

    controlled(
      '§1.2 [O] cancel with a checksum that is not the balance cancels nothing; null skips the check',
      async () => {
        const impUid = await pay('a');
        const wrong = await cancel({ imp_uid: impUid, amount: 1_000, checksum: 299_999 });
        expect([wrong.status, wrong.envelope?.response, wrong.envelope?.code === 0]).toEqual([200, null, false]);
        expect(world().bench.truth.held('a')).toBe(300_000);
        expect((await cancel({ imp_uid: impUid, amount: 1_000, checksum: null })).envelope?.code).toBe(0);
        expect((await cancel({ imp_uid: impUid, amount: 1_000, checksum: 299_000 })).envelope?.code).toBe(0);
      },
    );

    controlled('§1.2 [O] there is no idempotency key: without a checksum a repeated cancel takes again', async () => {
      const impUid = await pay('a');
      for (let n = 0; n < 2; n++) await cancel({ imp_uid: impUid, amount: 100_000, reason: 'the same' });
      expect(world().bench.truth.held('a')).toBe(100_000);
    });

    controlled(
      '§1.2 [O] cancel refuses what is fully cancelled, unknown, or refused by the PG, in these words',
      async () => {
        const impUid = await pay('a');
        world().bench.party.refuseCancellations(1);
        expect((await cancel({ imp_uid: impUid })).envelope).toEqual({
          ...{ code: -1, message: '결제취소에 실패하였습니다.(PG 사유)', response: null },
        });
        await cancel({ imp_uid: impUid });
        const again = (await cancel({ imp_uid: impUid })).envelope;
        expect(again).toEqual({ code: 1, message: '이미 전액취소된 주문입니다.', response: null });
      },
    );

    test('§1.2 [C] cancel of what there is not is refused in these words', async () => {
      const { envelope } = await cancel({ merchant_uid: world().newMerchantUid() });
      expect(envelope).toEqual({ code: 1, message: '취소할 결제건이 존재하지 않습니다.', response: null });
    });
  });
});
