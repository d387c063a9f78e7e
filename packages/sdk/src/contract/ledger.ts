import * as z from 'zod';
import { JournalEntryId, OrderId, PageQuery, PaymentId, page, RefundId, Time } from './common.js';
import { route } from './route.js';

/** `revenue`, `vat`, `receivable:tosspayments` ... */
export const AccountName = z
  .string()
  .regex(/^[a-z_]+(:[a-z0-9_]+)?$/)
  .meta({ id: 'AccountName', examples: ['receivable:tosspayments'] });

export const Posting = z
  .object({
    account: AccountName,
    /** Whose earnings: a member, or `institution`. */
    owner: z.string().nullable(),
    /** Integer KRW: a debit above 0, a credit below. */
    amount: z.number().int(),
  })
  .meta({ id: 'Posting' });

export const JournalEntry = z
  .object({
    id: JournalEntryId,
    seq: z.number().int(),
    kind: z.string(),
    /** What it books; booked once. */
    effectKey: z.string(),
    orderId: OrderId.nullable(),
    paymentId: PaymentId.nullable(),
    refundId: RefundId.nullable(),
    at: Time,
    /** In the institution's time zone. */
    businessDate: z.iso.date(),
    /** They add up to 0. */
    postings: z.array(Posting),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'JournalEntry', description: 'One balanced entry of the ledger, chained to the one before' });
export type JournalEntry = z.infer<typeof JournalEntry>;

export const AccountBalance = z
  .object({ account: AccountName, balance: z.number().int() })
  .meta({ id: 'AccountBalance' });
export type AccountBalance = z.infer<typeof AccountBalance>;

export const Wallet = z
  .object({
    /** A member, or `institution`. */
    owner: z.string(),
    balance: z.number().int(),
    /** What the ledger's postings come to. */
    ledgerBalance: z.number().int(),
    matches: z.boolean(),
  })
  .meta({ id: 'Wallet' });
export type Wallet = z.infer<typeof Wallet>;

export const LedgerVerification = z
  .object({
    ok: z.boolean(),
    entries: z.number().int(),
    head: z.object({ seq: z.number().int(), hash: z.string() }),
    faults: z.number().int(),
    /** At most the first 1,000. */
    findings: z.array(
      z.object({
        seq: z.number().int(),
        kind: z.enum(['altered', 'missing', 'inserted', 'unbalanced', 'wallet_differs']),
        /** How many entries, of a run of missing or inserted ones. */
        count: z.number().int(),
        /** Whose wallet differs. */
        owner: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'LedgerVerification' });
export type LedgerVerification = z.infer<typeof LedgerVerification>;

const readers = ['admin', 'finance'] as const;

export const ledger = {
  /** Looks for entries that were altered, taken out or put in, that do not balance, and wallets that differ. */
  verify: route({
    method: 'GET',
    path: '/v1/ledger/verification',
    summary: 'Verify the ledger',
    access: readers,
    response: LedgerVerification,
  }),
  /** The trial balance: every account; they add up to 0. */
  balance: route({
    method: 'GET',
    path: '/v1/ledger/balance',
    summary: 'Read the trial balance',
    access: readers,
    response: z.object({ accounts: z.array(AccountBalance), total: z.number().int() }),
  }),
  /** The entries of an account, newest first. */
  account: route({
    method: 'GET',
    path: '/v1/ledger/accounts/:account/entries',
    summary: 'List the entries of an account',
    access: readers,
    params: z.object({ account: AccountName }),
    query: PageQuery,
    response: page(JournalEntry),
    paginated: true,
  }),
  /** Entries, newest first. */
  entries: route({
    method: 'GET',
    path: '/v1/ledger/entries',
    summary: 'List journal entries',
    access: readers,
    query: PageQuery.extend({
      paymentId: PaymentId.optional(),
      orderId: OrderId.optional(),
      /** Business dates, included. */
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
    }),
    response: page(JournalEntry),
    paginated: true,
  }),
  entry: route({
    method: 'GET',
    path: '/v1/ledger/entries/:entryId',
    summary: 'Get a journal entry',
    access: readers,
    params: z.object({ entryId: JournalEntryId }),
    response: JournalEntry,
  }),
  /** What is earned for each owner, beside what the ledger says. */
  wallets: route({
    method: 'GET',
    path: '/v1/ledger/wallets',
    summary: 'List wallets',
    access: readers,
    response: z.object({ wallets: z.array(Wallet) }),
  }),
} as const;
