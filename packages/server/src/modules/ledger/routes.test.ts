import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.js';
import { idFactory, systemRandom } from '../../platform/ids.js';
import { tally } from '../../testing/outcomes.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { createLedger } from './ledger.js';
import { lineOf } from './testing/test-ledger.js';

describe('the ledger over HTTP', () => {
  const newId = idFactory(systemClock, systemRandom);
  const [orderId, paymentId, refundId] = [newId('ord'), newId('pay'), newId('rfd')];
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
    const ledger = createLedger({ clock: systemClock, newId, timeZone: 'Asia/Seoul' });
    const lines = [lineOf(0), lineOf(1, { owner: school.admin.member.id })];
    const of = { provider: 'tosspayments', orderId, paymentId, lines } as const;
    const parts = [{ lineId: 'orl_0', amount: 1_100, taxFree: 0 }];
    await school.server.db.transaction(async (tx) => {
      await ledger.book(tx, { ...of, kind: 'capture', capture: 1 });
      await ledger.book(tx, { ...of, kind: 'refund', refundId, parts });
    });
  });
  afterAll(() => school.stop());

  test('leads from a balance to its entries and from an entry to its payment', async () => {
    const { ledger } = (await school.person('finance')).didacto;
    const { accounts, total } = await ledger.balance();
    expect(total).toBe(0);
    for (const { account, balance } of accounts) {
      const entries = await ledger.account({ account, limit: 1 }).toArray();
      const postings = entries.flatMap((entry) => entry.postings.filter((posting) => posting.account === account));
      expect(postings.reduce((sum, { amount }) => sum + amount, 0)).toBe(balance);
      expect(entries.every((entry) => entry.paymentId === paymentId && entry.orderId === orderId)).toBe(true);
    }
    const [refund, capture] = await ledger.entries({ paymentId }).toArray();
    expect([refund?.refundId, capture?.kind]).toEqual([refundId, 'capture']);
    expect(await ledger.entry({ entryId: refund?.id ?? '' })).toEqual(refund);
  });

  test('is verified, with each wallet beside it', async () => {
    const { ledger } = school.admin.didacto;
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 2, faults: 0, findings: [] });
    const { wallets } = await ledger.wallets();
    expect(wallets).toEqual(
      [
        { owner: 'institution', balance: 8_091, ledgerBalance: 8_091, matches: true },
        { owner: school.admin.member.id, balance: 10_007, ledgerBalance: 10_007, matches: true },
      ].sort((one, other) => (one.owner < other.owner ? -1 : 1)),
    );
  });

  test('is open to those who look after the money only', async () => {
    for (const role of ['student', 'instructor', 'desk'] as const) {
      const { ledger, alarms } = (await school.person(role)).didacto;
      const calls = [ledger.verify(), ledger.balance(), ledger.wallets(), alarms.list().toArray()];
      expect(await tally(calls)).toEqual({ forbidden: calls.length });
    }
  });

  test('knows no account of another name', async () => {
    const { ledger } = school.admin.didacto;
    await expect(ledger.account({ account: 'receivable:nobody' }).toArray()).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
