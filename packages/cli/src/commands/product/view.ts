import type { Product } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import type { Cli } from '../../context.js';
import { won } from '../../output/money.js';
import { saleTone, saleWord } from '../../output/sale-words.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { neededText, text } from '../../params.js';

export const productKinds = ['premium', 'tuition', 'goods'] as const satisfies readonly Product['kind'][];

/** The argument that names a product. */
export const productArgument = neededText('product', { en: 'id or exact name', ko: 'ID 또는 정확한 이름' });

/** The option that limits how many there are. */
export const stockOption = text('n', {
  en: 'how many are left to be sold, beside those that open orders hold; none: no limit',
  ko: '결제 전 주문이 잡아 둔 것을 뺀 남은 수량, none이면 제한 없음',
});

/** How many there are; null: no limit. @throws CliError when it is no number */
export function readStock(cli: Cli, typed: string | undefined): number | null | undefined {
  if (typed === undefined || typed === 'none') return typed === undefined ? undefined : null;
  if (!/^\d{1,7}$/.test(typed)) throw usageError(`--stock ${cli.text.sales.stockWord}`);
  return Number(typed);
}

export function productColumns(cli: Cli): Column<Product>[] {
  const { titles } = cli.text.columns;
  const { titles: sales, left } = cli.text.sales;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.name, value: ({ name }) => name },
    { title: titles.kind, value: ({ kind }) => saleWord(cli, kind) },
    { title: sales.price, value: ({ price }) => won(cli, price) },
    { title: sales.taxFree, value: ({ taxFree }) => won(cli, taxFree) },
    { title: sales.stock, value: ({ stock }) => (stock === null ? left.any : left.one(stock)) },
    { title: titles.state, value: ({ state }) => saleWord(cli, state), tone: ({ state }) => saleTone(state) },
  ];
}

/** One product, with what it is for. */
export function productDetails(cli: Cli): Column<Product>[] {
  const { titles } = cli.text.columns;
  return [
    ...productColumns(cli),
    { title: titles.lecture, value: ({ lectureId }) => lectureId ?? '-' },
    { title: cli.text.sales.titles.premiumDays, value: ({ premiumDays }) => String(premiumDays ?? '-') },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
    { title: titles.updated, value: ({ updatedAt }) => localTime(updatedAt) },
  ];
}
