import type { Refund } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import { won } from '../../output/money.js';
import { saleTone, saleWord } from '../../output/sale-words.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';

export function refundColumns(cli: Cli): Column<Refund>[] {
  const { titles } = cli.text.columns;
  const sales = cli.text.sales.titles;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: sales.amount, value: ({ amount }) => won(cli, amount) },
    { title: sales.taxFree, value: ({ taxFree }) => won(cli, taxFree) },
    { title: titles.state, value: ({ state }) => saleWord(cli, state), tone: ({ state }) => saleTone(state) },
    { title: sales.line, value: ({ lineId }) => lineId ?? '-' },
    { title: sales.reason, value: ({ reason }) => reason },
    { title: sales.failure, value: ({ failure }) => failure ?? '-' },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
  ];
}
