import { command } from '../../command.js';
import { paymentArgument, paymentDetails } from './view.js';

export const paymentSettle = command({
  name: 'settle',
  summary: {
    en: 'Ask the provider about a payment now, and apply what it says',
    ko: '결제사에 지금 확인하고 그 결과를 반영합니다',
  },
  args: { payment: paymentArgument },
  examples: [
    'didacto payment settle pay_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto payment settle pay_01h2xcejqtf2nbrexx3vqjhp41 --json',
  ],
  changes: true,
  run: async (cli, { payment }) => {
    cli.out.one(await (await cli.api()).payments.settle({ paymentId: payment }), paymentDetails(cli));
  },
});
