import { command } from '../../command.js';
import { orderArgument, showOrder } from './view.js';

export const orderGet = command({
  name: 'get',
  summary: { en: 'Show an order with its lines', ko: '주문과 그 항목을 봅니다' },
  args: { order: orderArgument },
  examples: [
    'didacto order get ord_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto order get ord_01h2xcejqtf2nbrexx3vqjhp41 --json',
  ],
  run: async (cli, { order }) => showOrder(cli, await (await cli.api()).orders.get({ orderId: order })),
});
