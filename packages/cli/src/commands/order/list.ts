import { command } from '../../command.js';
import { choice, limit, text } from '../../params.js';
import { memberId } from '../../resolve/person.js';
import { orderColumns, orderStates } from './view.js';

export const orderList = command({
  name: 'list',
  summary: {
    en: 'List everybody’s orders, newest first; for the office',
    ko: '모든 주문을 최근 순으로 봅니다 (사무실용)',
  },
  options: {
    state: choice('state', orderStates, { en: 'only in this state', ko: '이 상태만' }),
    buyer: text('member', {
      en: 'only of this buyer, by id; an admin by e-mail too',
      ko: '이 구매자만 (ID, 관리자는 이메일도)',
    }),
    limit,
  },
  examples: ['didacto order list --state open', 'didacto order list --buyer mem_01h2xcejqtf2nbrexx3vqjhp41 --json'],
  run: async (cli, { state, buyer, limit }) => {
    const buyerId = buyer === undefined ? undefined : await memberId(cli, buyer);
    const orders = await (await cli.api()).orders.list({ state, buyerId, limit: 200 }).toArray({ limit });
    cli.out.list(orders, orderColumns(cli), cli.text.talk.none);
  },
});
