import type { JournalEntry } from '@didacto/sdk';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { won } from '../../output/money.js';
import { record, table } from '../../output/table.js';
import { limit, text } from '../../params.js';
import { day } from '../payment/view.js';
import { creditOf, debitOf, entryColumns, entryDetails, leadToPayment, ownerText } from './view.js';

export const ledgerEntries = command({
  name: 'entries',
  summary: { en: 'List journal entries, newest first, or show one', ko: '전표를 최근 순으로, 또는 하나를 봅니다' },
  args: { entry: text('entry', { en: 'the id of one entry', ko: '전표 하나의 ID' }) },
  options: {
    payment: text('payment', { en: 'only of this payment', ko: '이 결제만' }),
    order: text('order', { en: 'only of this order', ko: '이 주문만' }),
    from: day({ en: 'from this business date on', ko: '이 영업일부터' }),
    to: day({ en: 'up to this business date', ko: '이 영업일까지' }),
    limit,
  },
  examples: [
    'didacto ledger entries --from 2026-11-01 --to 2026-11-30',
    'didacto ledger entries --payment pay_01h2xcejqtf2nbrexx3vqjhp41 --json',
    'didacto ledger entries jen_01h2xcejqtf2nbrexx3vqjhp41',
  ],
  run: async (cli, { entry, payment, order, from, to, limit }) => {
    const { ledger } = await cli.api();
    if (entry !== undefined) return showOne(cli, await ledger.entry({ entryId: entry }));
    const query = { paymentId: payment, orderId: order, from, to, limit: 200 };
    const entries = await ledger.entries(query).toArray({ limit });
    const { before, after } = entryColumns(cli);
    const postings = {
      title: cli.text.ledger.titles.postings,
      value: (one: JournalEntry) =>
        one.postings.map(({ account, amount }) => `${account} ${won(cli, amount)}`).join(', '),
    };
    const id = { title: cli.text.ledger.titles.entry, value: (one: JournalEntry) => one.id };
    cli.out.list(entries, [...before, ...after, postings, id], cli.text.talk.none);
    leadToPayment(cli, entries);
  },
});

function showOne(cli: Cli, entry: JournalEntry): void {
  const { titles } = cli.text.ledger;
  const { paint, width } = cli.out;
  cli.out.data(entry, () => [
    ...record(entry, entryDetails(cli), paint),
    '',
    ...table(
      entry.postings,
      [
        { title: titles.account, value: ({ account }) => account },
        { title: titles.debit, value: ({ amount }) => debitOf(cli, amount) },
        { title: titles.credit, value: ({ amount }) => creditOf(cli, amount) },
        { title: titles.owner, value: ({ owner }) => ownerText(cli, owner) },
      ],
      paint,
      width,
    ),
  ]);
  leadToPayment(cli, [entry]);
}
