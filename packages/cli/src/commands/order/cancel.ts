import { command } from '../../command.js';
import { orderArgument, showOrder } from './view.js';

export const orderCancel = command({
  name: 'cancel',
  summary: { en: 'Cancel an order that was not paid', ko: '결제하지 않은 주문을 취소합니다' },
  args: { order: orderArgument },
  examples: [
    'didacto order cancel ord_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto order cancel ord_01h2xcejqtf2nbrexx3vqjhp41 --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { order }) => {
    if (!(await cli.confirm(cli.text.sales.cancelOrder(order)))) return cli.out.say(cli.text.talk.cancelled);
    showOrder(cli, await (await cli.api()).orders.cancel({ orderId: order }));
  },
});
