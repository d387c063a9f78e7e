import { command } from '../../command.js';
import { won } from '../../output/money.js';
import { saleWord } from '../../output/sale-words.js';
import { type Column, table } from '../../output/table.js';
import { day, paymentArgument } from './view.js';

export const paymentRefundQuote = command({
  name: 'refund-quote',
  summary: { en: 'Say what the rules give back on a day', ko: '어느 날에 환불 기준으로 얼마를 돌려주는지 봅니다' },
  details: {
    en: 'Tuition follows the statutory table, premium its unused days. Nothing is refunded by asking.',
    ko: '수강료는 법정 환불 기준표, 프리미엄은 남은 일수를 따릅니다. 조회만으로 환불되지는 않습니다.',
  },
  args: { payment: paymentArgument },
  options: {
    on: day({ en: 'the day (today)', ko: '기준일 (오늘)' }),
    startsOn: day({ en: 'first day of the paid course (day of the payment)', ko: '결제한 교습의 첫날 (결제일)' }),
    endsOn: day({ en: 'last day of the paid course (a month later)', ko: '결제한 교습의 마지막 날 (첫날부터 한 달)' }),
  },
  examples: [
    'didacto payment refund-quote pay_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto payment refund-quote pay_01h2xcejqtf2nbrexx3vqjhp41 --on 2026-11-21 --starts-on 2026-11-02 --ends-on 2026-11-30 --json',
  ],
  run: async (cli, { payment, on, startsOn, endsOn }) => {
    const quote = await (await cli.api()).payments.refundQuote({ paymentId: payment, on, startsOn, endsOn });
    const { titles } = cli.text.columns;
    const { titles: sales, total } = cli.text.sales;
    const columns: Column<(typeof quote.lines)[number]>[] = [
      { title: sales.line, value: ({ lineId }) => lineId },
      { title: titles.name, value: ({ name }) => name },
      { title: sales.paid, value: ({ paid }) => won(cli, paid) },
      { title: sales.refunded, value: ({ refunded }) => won(cli, refunded) },
      { title: sales.refundable, value: ({ refundable }) => won(cli, refundable) },
      { title: sales.rule, value: ({ rule }) => saleWord(cli, rule) },
      { title: sales.step, value: ({ step }) => (step === null ? '-' : saleWord(cli, step)) },
      { title: sales.period, value: ({ period }) => (period === null ? '-' : `${period.from} – ${period.to}`) },
    ];
    cli.out.data(quote, () => [
      ...table(quote.lines, columns, cli.out.paint, cli.out.width),
      `${quote.on}  ${total(won(cli, quote.total))}`,
    ]);
  },
});
