import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyPage } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import { type LedgerService, ledgerService } from './service.js';
import { asIntruder, effectsOf, openTestLedger, type TestLedger } from './testing/test-ledger.js';

describe('the ledger as it is read', () => {
  let books: TestLedger;
  let ledger: LedgerService;
  beforeAll(async () => {
    books = await openTestLedger();
    ledger = ledgerService({ db: books.db });
    for (let n = 0; n < 12; n++) {
      await books.book(...effectsOf(n));
      books.clock.pass(12 * 3_600_000);
    }
  });
  afterAll(() => books.close());

  test('adds up to nothing, and each balance is the sum of the postings of its entries', async () => {
    const { accounts, total } = await ledger.balance();
    expect(total).toBe(0);
    expect(accounts.map(({ account }) => account)).toEqual([
      ...['payable', 'receivable:tosspayments', 'refunds', 'revenue', 'tuition_advance', 'vat'],
    ]);
    for (const { account, balance } of accounts) {
      const entries = await everyPage((request) => ledger.account(account, { ...request, limit: 3 }));
      const postings = entries.flatMap((entry) => entry.postings.filter((posting) => posting.account === account));
      expect([account, postings.reduce((sum, { amount }) => sum + amount, 0)]).toEqual([account, balance]);
      expect(entries.every((entry) => entry.postings.some((posting) => posting.account === account))).toBe(true);
    }
  });

  test('gives entries newest first, by payment, by order and by business date', async () => {
    const all = await everyPage((request) => ledger.entries({ ...request, limit: 5 }));
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, at) => all.length - at));
    const ofPayment = await ledger.entries({ paymentId: 'pay_3', limit: 50 });
    expect(ofPayment.data.map(({ kind, refundId }) => [kind, refundId])).toEqual([
      ['refund', 'rfd_3'],
      ['capture', null],
    ]);
    expect((await ledger.entries({ orderId: 'ord_3', limit: 50 })).data).toEqual(ofPayment.data);
    const day = await ledger.entries({ from: '2026-03-03', to: '2026-03-03', limit: 50 });
    expect(day.data.length).toBeGreaterThan(0);
    expect(day.data).toEqual(all.filter(({ businessDate }) => businessDate === '2026-03-03'));
    const [entry] = day.data;
    expect(await ledger.entry(entry?.id ?? '')).toEqual(entry);
  });

  test('knows no other account, and no other entry', async () => {
    await expect(ledger.account('receivable:nobody', { limit: 5 })).rejects.toMatchObject({
      ...{ code: 'not_found', message: expect.stringMatching(/^There is no account receivable:nobody; .* vat, /) },
    });
    await expect(ledger.entry('jen_x')).rejects.toThrow(new Problem('not_found'));
    expect(await ledger.account('cash', { limit: 5 })).toEqual({ data: [], nextCursor: null });
  });

  test('shows each wallet beside what the ledger says, of owners whom only one of them knows too', async () => {
    const wallets = await ledger.wallets();
    expect(wallets.map(({ owner }) => owner)).toContain('institution');
    expect(wallets.every(({ matches, balance, ledgerBalance }) => matches && balance === ledgerBalance)).toBe(true);
    await asIntruder(books.db, async (tx) => {
      const intruded = ledgerService({ db: tx });
      await tx('wallets').where({ owner: 'institution' }).increment('balance', 5);
      await tx('wallets').insert({ owner: 'mem_x', balance: 7 });
      await tx('postings').whereNot({ owner: 'institution' }).whereNotNull('owner').update({ owner: 'mem_y' });
      const differing = (await intruded.wallets()).filter(({ matches }) => !matches);
      expect(differing.map(({ owner }) => owner)).toEqual(expect.arrayContaining(['institution', 'mem_x', 'mem_y']));
      expect(await intruded.verify()).toMatchObject({ ok: false });
    });
    expect(await ledger.verify()).toMatchObject({ ok: true, faults: 0, findings: [] });
  });
});
