import type { AccountBalance, Wallet } from '@didacto/sdk';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { won } from '../../output/money.js';
import { type Column, table } from '../../output/table.js';
import { yesNo } from '../../output/words.js';
import { creditOf, debitOf, ownerText } from './view.js';

export const ledgerBalance = command({
  name: 'balance',
  summary: {
    en: 'Show the trial balance, and the wallets beside the ledger',
    ko: '시산표와, 원장과 비교한 지갑을 봅니다',
  },
  details: {
    en: 'Debits and credits come to the same sum. An account leads to its entries, and an entry to its payment.',
    ko: '차변과 대변의 합은 같습니다. 계정에서 전표로, 전표에서 결제로 내려가며 볼 수 있습니다.',
  },
  examples: ['didacto ledger balance', 'didacto ledger balance --json'],
  run: async (cli) => {
    const { ledger } = await cli.api();
    const { accounts, total } = await ledger.balance();
    const { wallets } = await ledger.wallets();
    cli.out.data({ accounts, total, wallets }, () => [
      ...accountLines(cli, accounts),
      '',
      ...walletLines(cli, wallets),
    ]);
    const differing = wallets.filter(({ matches }) => !matches).length;
    if (differing > 0) cli.out.say(cli.out.paintTalk('bad', cli.text.ledger.walletsDiffer(differing)));
    if (accounts[0]) cli.out.say(cli.text.ledger.toEntries(accounts[0].account));
  },
});

function accountLines(cli: Cli, accounts: readonly AccountBalance[]): string[] {
  const { titles, total } = cli.text.ledger;
  const sumOf = (sign: 1 | -1) =>
    accounts.reduce((sum, { balance }) => (balance * sign > 0 ? sum + balance * sign : sum), 0);
  const sums = { account: total, debit: won(cli, sumOf(1)), credit: won(cli, sumOf(-1)) };
  const rows = accounts.map(({ account, balance }) => ({
    account,
    debit: debitOf(cli, balance),
    credit: creditOf(cli, balance),
  }));
  return table(
    [...rows, sums],
    [
      { title: titles.account, value: ({ account }) => account },
      { title: titles.debit, value: ({ debit }) => debit },
      { title: titles.credit, value: ({ credit }) => credit },
    ],
    cli.out.paint,
    cli.out.width,
  );
}

function walletLines(cli: Cli, wallets: readonly Wallet[]): string[] {
  const { titles } = cli.text.ledger;
  const columns: Column<Wallet>[] = [
    { title: titles.owner, value: ({ owner }) => ownerText(cli, owner) },
    { title: titles.wallet, value: ({ balance }) => won(cli, balance) },
    { title: titles.ledger, value: ({ ledgerBalance }) => won(cli, ledgerBalance) },
    {
      title: titles.same,
      value: ({ matches }) => yesNo(cli, matches),
      tone: ({ matches }) => (matches ? 'good' : 'bad'),
    },
  ];
  return table(wallets, columns, cli.out.paint, cli.out.width);
}
