import type { JournalEntry, LedgerVerification, Wallet } from '@didacto/sdk';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../testing/run-cli.js';
import { page, sampleId } from '../../testing/samples.js';
import { serve } from '../../testing/world.js';

const entry = (seq: number, over: Partial<JournalEntry> = {}): JournalEntry => ({
  id: sampleId('jen', seq),
  seq,
  kind: 'capture',
  effectKey: `capture:${sampleId('pay', seq)}:1`,
  orderId: sampleId('ord', seq),
  paymentId: sampleId('pay', seq),
  refundId: null,
  at: '2026-11-25T15:00:00.000Z',
  businessDate: '2026-11-26',
  postings: [
    { account: 'receivable:tosspayments', owner: null, amount: 1_000 },
    { account: 'vat', owner: null, amount: -91 },
    { account: 'revenue', owner: 'institution', amount: -909 },
  ],
  previousHash: '0'.repeat(64),
  hash: 'a'.repeat(64),
  ...over,
});

const verification = (over: Partial<LedgerVerification> = {}): LedgerVerification => ({
  ...{ ok: true, entries: 2, head: { seq: 2, hash: 'b'.repeat(64) }, faults: 0, findings: [] },
  ...over,
});

describe('ledger verify', () => {
  const verify = async (found: LedgerVerification, ...argv: string[]) =>
    runCli(['ledger', 'verify', ...argv], await serve({ 'GET /v1/ledger/verification': () => found }));

  it('ends with 0 where the ledger is whole', async () => {
    const whole = await verify(verification(), '--lang', 'ko');
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    expect(whole.stdout).toContain(`원장이 온전합니다. 전표 2개, 마지막 전표 ${'b'.repeat(64)}.`);
    expect((await verify(verification({ entries: 0 }))).stdout).toBe('The ledger is empty.\n');
    expect(JSON.parse((await verify(verification(), '--json')).stdout)).toEqual(verification());
  });

  it('ends with 1 and names every fault where it is not', async () => {
    const found = verification({
      ok: false,
      faults: 1_001,
      findings: [
        { seq: 5, kind: 'missing', count: 3, owner: null },
        { seq: 9, kind: 'wallet_differs', count: 1, owner: sampleId('mem', 7) },
      ],
    });
    const { code, stdout } = await verify(found);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^5-7 +missing +3 +-$/m);
    expect(stdout).toMatch(new RegExp(`^9 +wallet differs from the ledger +1 +${sampleId('mem', 7)}$`, 'm'));
    expect(stdout).toContain('The ledger is not whole: 1001 faults.');
    expect(stdout).toContain('Only the first 2 are listed.');
    const json = await verify(found, '--json');
    expect([json.code, JSON.parse(json.stdout)]).toEqual([1, found]);
  });
});

describe('ledger balance', () => {
  const accounts = [
    { account: 'receivable:tosspayments', balance: 1_000 },
    { account: 'refunds', balance: 0 },
    { account: 'revenue', balance: -909 },
    { account: 'vat', balance: -91 },
  ];
  const wallet = (over: Partial<Wallet> = {}): Wallet => ({
    ...{ owner: 'institution', balance: 909, ledgerBalance: 909, matches: true, ...over },
  });
  const world = (...wallets: Wallet[]) =>
    serve({
      'GET /v1/ledger/balance': () => ({ accounts, total: 0 }),
      'GET /v1/ledger/wallets': () => ({ wallets }),
    });

  it('shows debits beside credits, which come to the same, and how to see an account’s entries', async () => {
    const { stdout, stderr } = await runCli(['ledger', 'balance'], await world(wallet()));
    expect(stdout).toMatch(/^receivable:tosspayments +1,000 KRW$/m);
    expect(stdout).toMatch(/^vat {2,}91 KRW$/m);
    expect(stdout).toMatch(/^total +1,000 KRW +1,000 KRW$/m);
    expect(stdout).toMatch(/^institution +909 KRW +909 KRW +yes$/m);
    expect(stderr).toBe('The entries of a balance: didacto ledger account receivable:tosspayments\n');
  });

  it('tells of wallets that differ', async () => {
    const differing = wallet({ owner: sampleId('mem', 1), balance: 5, matches: false });
    const { stdout, stderr } = await runCli(['ledger', 'balance', '--lang', 'ko'], await world(wallet(), differing));
    expect(stdout).toMatch(new RegExp(`^${sampleId('mem', 1)} +5원 +909원 +아니요$`, 'm'));
    expect(stderr).toContain('지갑 1개가 원장과 다릅니다');
  });

  it('gives programs accounts, their total and wallets', async () => {
    const { stdout } = await runCli(['ledger', 'balance', '--json'], await world(wallet()));
    expect(JSON.parse(stdout)).toEqual({ accounts, total: 0, wallets: [wallet()] });
  });
});

describe('ledger account', () => {
  it('shows what each entry did to it, and the payment behind it', async () => {
    const tuition: JournalEntry['postings'] = [
      { account: 'receivable:kakaopay', owner: null, amount: -300 },
      { account: 'tuition_advance', owner: sampleId('mem', 1), amount: 100 },
      { account: 'tuition_advance', owner: sampleId('mem', 2), amount: 200 },
    ];
    const refund = entry(7, { kind: 'refund', refundId: sampleId('rfd', 7), postings: tuition });
    const world = await serve({ 'GET /v1/ledger/accounts/tuition_advance/entries': () => page(refund) });
    const { stdout, stderr } = await runCli(['ledger', 'account', 'tuition_advance'], world);
    const cells = ['7', '2026-11-26', 'refunded', '300 KRW'];
    const owners = `${sampleId('mem', 1)}, ${sampleId('mem', 2)}`;
    expect(stdout).toMatch(
      new RegExp(`^${cells.join(' +')} +${owners} +${sampleId('pay', 7)} +${sampleId('rfd', 7)}$`, 'm'),
    );
    expect(stderr).toBe(`The payment of an entry: didacto payment get ${sampleId('pay', 7)}\n`);
    const json = await runCli(['ledger', 'account', 'tuition_advance', '--json'], world);
    expect(JSON.parse(json.stdout)).toEqual([refund]);
  });

  it('takes accounts whose name has a colon', async () => {
    const world = await serve({ 'GET /v1/ledger/accounts/receivable:tosspayments/entries': () => page(entry(1)) });
    const { stdout } = await runCli(['ledger', 'account', 'receivable:tosspayments'], world);
    expect(stdout).toMatch(/paid +1,000 KRW/);
  });
});

describe('ledger entries', () => {
  it('asks for what the filters say, and shows postings and payments', async () => {
    const world = await serve({ 'GET /v1/ledger/entries': () => page(entry(2), entry(1, { kind: 'a_new_one' })) });
    const filters = ['--payment', sampleId('pay', 2), '--order', sampleId('ord', 2), '--from', '2026-11-01'];
    const { stdout } = await runCli(['ledger', 'entries', ...filters, '--to', '2026-11-30'], world);
    expect(Object.fromEntries(world.seen.at(-1)?.query ?? [])).toEqual({
      ...{ paymentId: sampleId('pay', 2), orderId: sampleId('ord', 2), from: '2026-11-01', to: '2026-11-30' },
      limit: '200',
    });
    expect(stdout).toContain('receivable:tosspayments 1,000 KRW, vat -91 KRW, revenue -909 KRW');
    expect(stdout).toContain(sampleId('pay', 1));
    expect(stdout).toContain('a_new_one');
  });

  it('shows one entry with its postings', async () => {
    const id = sampleId('jen', 3);
    const world = await serve({ [`GET /v1/ledger/entries/${id}`]: () => entry(3) });
    const { stdout, stderr } = await runCli(['ledger', 'entries', id, '--lang', 'ko'], world);
    expect(stdout).toMatch(/^receivable:tosspayments +1,000원/m);
    expect(stdout).toMatch(/^revenue +909원 +기관$/m);
    expect(stdout).toContain('a'.repeat(64));
    expect(stderr).toContain(`didacto payment get ${sampleId('pay', 3)}`);
    expect(JSON.parse((await runCli(['ledger', 'entries', id, '--json'], world)).stdout)).toEqual(entry(3));
  });

  it('refuses a day that is none', async () => {
    expect(await runCli(['ledger', 'entries', '--from', 'yesterday'], await serve({}))).toMatchObject({ code: 2 });
  });
});
