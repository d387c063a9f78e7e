import type { Order } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import { won } from '../../output/money.js';
import { saleTone, saleWord } from '../../output/sale-words.js';
import { type Column, record, table } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { yesNo } from '../../output/words.js';
import { neededText } from '../../params.js';

export const orderStates = [
  'open',
  'paid',
  'partially_refunded',
  'refunded',
  'cancelled',
  'expired',
] as const satisfies readonly Order['state'][];

/** The argument that names an order. */
export const orderArgument = neededText('order', { en: 'id of the order', ko: '주문 ID' });

type Line = Order['lines'][number];

export function orderColumns(cli: Cli): Column<Order>[] {
  const { titles } = cli.text.columns;
  const sales = cli.text.sales.titles;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: sales.buyer, value: ({ buyer }) => buyer.name },
    { title: titles.state, value: ({ state }) => saleWord(cli, state), tone: ({ state }) => saleTone(state) },
    { title: sales.total, value: ({ total }) => won(cli, total) },
    { title: sales.lines, value: ({ lines }) => String(lines.length) },
    {
      title: sales.payment,
      value: ({ payment }) => (payment === null ? '-' : saleWord(cli, payment.state)),
      tone: ({ payment }) => (payment === null ? undefined : saleTone(payment.state)),
    },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
  ];
}

function lineColumns(cli: Cli): Column<Line>[] {
  const { titles } = cli.text.columns;
  const sales = cli.text.sales.titles;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.name, value: ({ name }) => name },
    { title: titles.student, value: ({ student }) => student?.name ?? '-' },
    { title: sales.quantity, value: ({ quantity }) => String(quantity) },
    { title: sales.unitPrice, value: ({ unitPrice }) => won(cli, unitPrice) },
    { title: sales.amount, value: ({ amount }) => won(cli, amount) },
    { title: sales.granted, value: ({ granted }) => yesNo(cli, granted) },
    { title: sales.refunded, value: ({ refunded }) => won(cli, refunded) },
  ];
}

/** One order with its lines. */
export function showOrder(cli: Cli, order: Order): void {
  const sales = cli.text.sales.titles;
  const details: Column<Order>[] = [
    ...orderColumns(cli),
    { title: sales.taxFree, value: ({ taxFree }) => won(cli, taxFree) },
    { title: sales.payBy, value: ({ expiresAt }) => localTime(expiresAt) },
    { title: `${sales.payment} ID`, value: ({ payment }) => payment?.id ?? '-' },
  ];
  cli.out.data(order, () => [
    ...record(order, details, cli.out.paint),
    '',
    ...table(order.lines, lineColumns(cli), cli.out.paint, cli.out.width),
  ]);
}
