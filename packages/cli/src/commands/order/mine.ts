import { command } from '../../command.js';
import { choice, limit } from '../../params.js';
import { orderColumns, orderStates } from './view.js';

export const orderMine = command({
  name: 'mine',
  summary: { en: 'List my orders, newest first', ko: '내 주문을 최근 순으로 봅니다' },
  options: { state: choice('state', orderStates, { en: 'only in this state', ko: '이 상태만' }), limit },
  examples: ['didacto order mine', 'didacto order mine --state open --json'],
  run: async (cli, { state, limit }) => {
    const orders = await (await cli.api()).orders.mine({ state, limit: 200 }).toArray({ limit });
    cli.out.list(orders, orderColumns(cli), cli.text.talk.none);
  },
});
