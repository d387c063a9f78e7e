import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type ProviderBench, startParty } from '../../testing/provider-bench.js';
import { createPortOneV1Sandbox, type PortOneV1Sandbox } from './portone-v1.js';
import { impUidIn, payData, type V1Answer, v1Client } from './testing/v1-client.js';

const Page = z.object({
  total: z.number(),
  previous: z.number(),
  next: z.number(),
  list: z.array(z.object({ imp_uid: z.string(), merchant_uid: z.string(), status: z.string() })),
});
const pageOf = ({ envelope }: V1Answer) => Page.parse(envelope?.response);

let bench: ProviderBench<PortOneV1Sandbox>;
let client: ReturnType<typeof v1Client>;
beforeEach(async () => {
  bench = await startParty(createPortOneV1Sandbox);
  client = v1Client(bench.send);
});
afterEach(() => bench.stop());

const day = 86_400_000;
const seconds = () => Math.floor(bench.clock.now() / 1000);
const pay = async (merchantUid: string, more = {}) =>
  impUidIn(await bench.party.buy(payData(merchantUid, more), { act: 'pay' }));
const list = (page: ReturnType<typeof pageOf>) => page.list.map(({ merchant_uid: uid }) => uid);

describe('the feed by status', () => {
  test('finds a payment by what became of it last, and by when', async () => {
    const start = seconds();
    await pay('a');
    bench.clock.advance(day);
    await bench.party.buy(payData('b'), { act: 'decline' });
    bench.clock.advance(day);
    bench.party.cancelInConsole('a', 1_000);
    expect(list(pageOf(await client.get('/payments/status/paid')))).toEqual([]);
    expect(list(pageOf(await client.get('/payments/status/cancelled')))).toEqual(['a']);
    expect(list(pageOf(await client.get('/payments/status/failed')))).toEqual(['b']);
    expect(list(pageOf(await client.get('/payments/status/all')))).toEqual(['b', 'a']);
    const firstDay = `from=${start}&to=${start + 3_600}`;
    expect(list(pageOf(await client.get(`/payments/status/all?${firstDay}`)))).toEqual([]);
  });

  test('looks back 90 days unless it is told a time, and never further at once', async () => {
    await pay('old');
    bench.clock.advance(90 * day);
    expect(pageOf(await client.get('/payments/status/paid')).total).toBe(1);
    bench.clock.advance(1_000);
    expect(pageOf(await client.get('/payments/status/paid')).total).toBe(0);
    const to = seconds();
    const past = await client.get(`/payments/status/paid?from=${to - 90 * 86_400 - 1}&to=${to}`);
    expect([past.status, past.envelope?.response]).toEqual([400, null]);
    const within = await client.get(`/payments/status/paid?from=${to - 90 * 86_400 - 1}&to=${to - 1}`);
    expect(pageOf(within).total).toBe(1);
  });

  test.each([
    'paid?page=2',
    'paid?page=0',
    'paid?limit=0',
    'paid?limit=1001',
    'paid?sorting=amount',
    'paid?from=2&to=1',
    'refunded',
  ])('refuses %s with 400', async (question) => {
    const { status, envelope } = await client.get(`/payments/status/${question}`);
    expect([status, envelope?.response]).toEqual([400, null]);
  });

  test('pages hold every payment once, in order, whatever their size', async () => {
    for (let n = 0; n < 23; n++) {
      await pay(`order_${String(n).padStart(2, '0')}`);
      bench.clock.advance(n % 3 === 0 ? 0 : 1_000);
    }
    const sorting = fc.constantFrom('started', '-started', 'paid', '-paid', 'updated', '-updated');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), sorting, async (limit, sorting) => {
        const seen: string[] = [];
        let previous = 0;
        for (let page = 1; page !== 0; ) {
          const one = pageOf(await client.get(`/payments/status/all?limit=${limit}&sorting=${sorting}&page=${page}`));
          expect([one.total, one.previous]).toEqual([23, previous]);
          seen.push(...list(one));
          previous = page;
          page = one.next;
        }
        const ascending = [...seen].sort();
        expect(seen).toEqual(sorting.startsWith('-') ? ascending.reverse() : ascending);
        expect(new Set(seen).size).toBe(23);
      }),
      { numRuns: 30 },
    );
  });
});

describe('attempts under one merchant_uid', () => {
  test('are found by status, the newest first', async () => {
    await bench.party.buy(payData('again'), { act: 'decline' });
    bench.clock.advance(1_000);
    await bench.party.buy(payData('again'), { act: 'cancel' });
    bench.clock.advance(1_000);
    const paid = await pay('again');
    const first = async (path: string) => (await client.get(path)).envelope?.response;
    expect(await first('/payments/find/again')).toMatchObject({ imp_uid: paid });
    expect(await first('/payments/find/again?sorting=started')).toMatchObject({ status: 'failed' });
    expect(await first('/payments/find/again/failed')).toMatchObject({ fail_reason: '사용자가 결제를 취소하셨습니다' });
    expect(pageOf(await client.get('/payments/findAll/again')).total).toBe(3);
    expect(pageOf(await client.get('/payments/findAll/again/failed')).total).toBe(2);
    expect((await client.get('/payments/findAll/again/none')).status).toBe(400);
  });

  test('several are told at once, with 207 where some are not there', async () => {
    const [one, other] = [await pay('one'), await pay('other')];
    const both = await client.get(`/payments?imp_uid[]=${one}&merchant_uid[]=other`);
    expect(both.status).toBe(200);
    expect(both.envelope?.response).toMatchObject([{ imp_uid: one }, { imp_uid: other }]);
    expect((await client.get(`/payments?imp_uid[]=${one}&imp_uid[]=imp_0`)).status).toBe(207);
    expect((await client.get('/payments?imp_uid[]=imp_0')).status).toBe(404);
    const many = Array.from({ length: 101 }, (_, n) => `imp_uid[]=imp_${n}`).join('&');
    expect((await client.get(`/payments?${many}`)).status).toBe(400);
  });
});

test('the balance of a payment splits what is left by tax, and keeps what was', async () => {
  const impUid = await pay('balance', { amount: 22_000, tax_free: 11_000 });
  await client.send('POST', '/payments/cancel', { imp_uid: impUid, amount: 11_000, tax_free: 11_000 });
  const { envelope } = await client.get(`/payments/${impUid}/balance`);
  expect(envelope?.response).toMatchObject({
    amount: 22_000,
    primary: { tax_free: 0, supply: 10_000, vat: 1_000, service: 0 },
    histories: [
      { primary: { tax_free: 11_000, supply: 10_000, vat: 1_000 } },
      { primary: { tax_free: 0, vat: 1_000 } },
    ],
  });
  expect((await client.get('/payments/imp_0/balance')).status).toBe(404);
  expect((await client.send('POST', `/payments/${impUid}/balance`, {})).status).toBe(405);
});
