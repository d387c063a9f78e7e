import { command } from '../../command.js';
import { paymentArgument, paymentDetails } from './view.js';

export const paymentGet = command({
  name: 'get',
  summary: { en: 'Show a payment', ko: '결제를 봅니다' },
  args: { payment: paymentArgument },
  examples: [
    'didacto payment get pay_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto payment get pay_01h2xcejqtf2nbrexx3vqjhp41 --json',
  ],
  run: async (cli, { payment }) => {
    cli.out.one(await (await cli.api()).payments.get({ paymentId: payment }), paymentDetails(cli));
  },
});
