import type { Payment, PaymentState, ProviderName } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import type { Cli } from '../../context.js';
import type { Text } from '../../i18n/text.js';
import { won } from '../../output/money.js';
import { saleTone, saleWord } from '../../output/sale-words.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { neededText, type Param } from '../../params.js';

export const providers = [
  'portone_v1',
  'portone_v2',
  'tosspayments',
  'kakaopay',
] as const satisfies readonly ProviderName[];
export const paymentStates = [
  'not_started',
  'executing',
  'pending',
  'unknown',
  'succeeded',
  'declined',
  'expired',
  'partially_refunded',
  'refunded',
] as const satisfies readonly PaymentState[];

/** The argument that names a payment. */
export const paymentArgument = neededText('payment', { en: 'id of the payment', ko: '결제 ID' });

/** A business date. */
export const day = (about: Text): Param<string | undefined> => ({
  text: about,
  value: 'day',
  read: (raw, key) => {
    if (raw === undefined) return undefined;
    const isDay = typeof raw === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(raw) && !Number.isNaN(Date.parse(raw));
    if (!isDay)
      throw usageError(
        `--${key.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)} must be a day such as 2026-11-21`,
      );
    return raw;
  },
});

export function paymentColumns(cli: Cli): Column<Payment>[] {
  const { titles } = cli.text.columns;
  const sales = cli.text.sales.titles;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: sales.order, value: ({ orderId }) => orderId },
    { title: sales.provider, value: ({ provider }) => saleWord(cli, provider) },
    { title: sales.method, value: ({ method }) => saleWord(cli, method) },
    { title: titles.state, value: ({ state }) => saleWord(cli, state), tone: ({ state }) => saleTone(state) },
    { title: sales.amount, value: ({ amount }) => won(cli, amount) },
    { title: sales.refunded, value: ({ refunded }) => won(cli, refunded) },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
  ];
}

/** One payment with all there is to say about it. */
export function paymentDetails(cli: Cli): Column<Payment>[] {
  const { sales, columns } = cli.text;
  const { titles, atOnce, months } = sales;
  const account = ({ virtualAccount: one }: Payment) =>
    one === null ? '-' : `${one.bank} ${one.number} (${one.holder})`;
  return [
    ...paymentColumns(cli),
    {
      title: titles.instalments,
      value: ({ installmentMonths }) => (installmentMonths === 0 ? atOnce : months(installmentMonths)),
    },
    { title: titles.taxFree, value: ({ taxFree }) => won(cli, taxFree) },
    { title: titles.reason, value: ({ reason }) => reason ?? '-' },
    { title: titles.captured, value: ({ capturedAt }) => localTime(capturedAt) },
    { title: titles.account, value: account },
    { title: titles.due, value: ({ virtualAccount }) => localTime(virtualAccount?.dueAt ?? null) },
    { title: titles.providerPayment, value: ({ providerPaymentId }) => providerPaymentId ?? '-' },
    { title: titles.receipt, value: ({ receiptUrl }) => receiptUrl ?? '-' },
    { title: columns.titles.updated, value: ({ updatedAt }) => localTime(updatedAt) },
  ];
}
