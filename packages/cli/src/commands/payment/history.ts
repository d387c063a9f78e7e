import { command } from '../../command.js';
import { saleTone, saleWord } from '../../output/sale-words.js';
import { localTime } from '../../output/time.js';
import { limit } from '../../params.js';
import { paymentArgument } from './view.js';

export const paymentHistory = command({
  name: 'history',
  summary: { en: 'Show every change of a payment, and what made it', ko: '결제의 모든 상태 변화와 그 계기를 봅니다' },
  args: { payment: paymentArgument },
  options: { limit },
  examples: [
    'didacto payment history pay_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto payment history pay_01h2xcejqtf2nbrexx3vqjhp41 --json',
  ],
  run: async (cli, { payment, limit }) => {
    const { titles } = cli.text.columns;
    const sales = cli.text.sales.titles;
    const changes = await (await cli.api()).payments.history({ paymentId: payment, limit: 200 }).toArray({ limit });
    cli.out.list(
      changes,
      [
        { title: titles.time, value: ({ at }) => localTime(at) },
        { title: sales.from, value: ({ from }) => saleWord(cli, from) },
        { title: sales.to, value: ({ to }) => saleWord(cli, to), tone: ({ to }) => saleTone(to) },
        { title: sales.source, value: ({ source }) => saleWord(cli, source) },
        { title: sales.reason, value: ({ reason }) => reason ?? '-' },
      ],
      cli.text.talk.none,
    );
  },
});
