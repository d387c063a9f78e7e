import type { JournalEntry } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import { won } from '../../output/money.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';

/** What an entry books, in words. */
export function kindText({ text }: Cli, kind: string): string {
  const kinds: Readonly<Record<string, string>> = text.ledger.kinds;
  return (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined) ?? kind;
}

/** Whose earnings: the institution in words, a member by their id. */
export const ownerText = ({ text }: Cli, owner: string | null): string =>
  owner === 'institution' ? text.ledger.institution : (owner ?? '-');

/** An amount above 0 as a debit, below as a credit; the other column stays empty. */
export const debitOf = (cli: Cli, amount: number): string => (amount > 0 ? won(cli, amount) : '');
export const creditOf = (cli: Cli, amount: number): string => (amount < 0 ? won(cli, -amount) : '');

/** The columns of an entry that lead on: what it was, and by which payment. */
export function entryColumns(cli: Cli): {
  readonly before: Column<JournalEntry>[];
  readonly after: Column<JournalEntry>[];
} {
  const { titles } = cli.text.ledger;
  return {
    before: [
      { title: titles.number, value: ({ seq }) => String(seq) },
      { title: titles.date, value: ({ businessDate }) => businessDate },
      { title: titles.what, value: ({ kind }) => kindText(cli, kind) },
    ],
    after: [
      { title: titles.payment, value: ({ paymentId }) => paymentId ?? '-' },
      { title: titles.refund, value: ({ refundId }) => refundId ?? '-' },
    ],
  };
}

/** Everything about one entry, but its postings. */
export function entryDetails(cli: Cli): Column<JournalEntry>[] {
  const { titles } = cli.text.ledger;
  const { before, after } = entryColumns(cli);
  return [
    { title: titles.entry, value: ({ id }) => id },
    ...before,
    { title: titles.booked, value: ({ at }) => localTime(at) },
    { title: titles.order, value: ({ orderId }) => orderId ?? '-' },
    ...after,
    { title: titles.hash, value: ({ hash }) => hash },
  ];
}

/** Says how to go on from entries to a payment. */
export function leadToPayment(cli: Cli, entries: readonly JournalEntry[]): void {
  const payment = entries.find(({ paymentId }) => paymentId !== null)?.paymentId;
  if (typeof payment === 'string') cli.out.say(cli.text.ledger.toPayment(payment));
}
