import type { JournalEntry } from '@didacto/sdk';
import { command } from '../../command.js';
import { limit, neededText } from '../../params.js';
import { creditOf, debitOf, entryColumns, leadToPayment, ownerText } from './view.js';

export const ledgerAccount = command({
  name: 'account',
  summary: { en: 'List the entries of an account, newest first', ko: '계정의 전표를 최근 순으로 봅니다' },
  details: {
    en: 'Accounts: receivable:PROVIDER (not paid out yet), cash, fees, vat, revenue, tuition_advance (tuition to be taught), refunds, payable (to be given back).',
    ko: '계정: receivable:결제사(정산 전 미수금), cash(현금), fees(수수료), vat(부가세), revenue(매출), tuition_advance(수강료 선수금), refunds(환불), payable(돌려줄 돈).',
  },
  args: {
    account: neededText('account', { en: 'such as vat or receivable:kakaopay', ko: '예: vat, receivable:kakaopay' }),
  },
  options: { limit },
  examples: [
    'didacto ledger account receivable:tosspayments --limit 20',
    'didacto ledger account tuition_advance --json',
  ],
  run: async (cli, { account, limit }) => {
    const entries = await (await cli.api()).ledger.account({ account, limit: 200 }).toArray({ limit });
    const { titles } = cli.text.ledger;
    const own = ({ postings }: JournalEntry) => postings.filter((posting) => posting.account === account);
    const sum = (entry: JournalEntry) => own(entry).reduce((all, { amount }) => all + amount, 0);
    const { before, after } = entryColumns(cli);
    cli.out.list(
      entries,
      [
        ...before,
        { title: titles.debit, value: (entry) => debitOf(cli, sum(entry)) },
        { title: titles.credit, value: (entry) => creditOf(cli, sum(entry)) },
        {
          title: titles.owner,
          value: (entry) =>
            own(entry)
              .map(({ owner }) => ownerText(cli, owner))
              .join(', '),
        },
        ...after,
      ],
      cli.text.talk.none,
    );
    leadToPayment(cli, entries);
  },
});
