import { command } from '../../command.js';
import { limit } from '../../params.js';
import { refundColumns } from './refund-view.js';
import { paymentArgument } from './view.js';

export const paymentRefunds = command({
  name: 'refunds',
  summary: { en: 'List the refunds of a payment', ko: '결제의 환불 목록을 봅니다' },
  args: { payment: paymentArgument },
  options: { limit },
  examples: [
    'didacto payment refunds pay_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto payment refunds pay_01h2xcejqtf2nbrexx3vqjhp41 --json',
  ],
  run: async (cli, { payment, limit }) => {
    const refunds = await (await cli.api()).payments.refunds({ paymentId: payment, limit: 200 }).toArray({ limit });
    cli.out.list(refunds, refundColumns(cli), cli.text.talk.none);
  },
});
