import { command } from '../../command.js';
import { choice, flag, limit, text } from '../../params.js';
import { paymentColumns, paymentStates, providers } from './view.js';

export const paymentList = command({
  name: 'list',
  summary: { en: 'List payments, newest first; for the office', ko: '결제를 최근 순으로 봅니다 (사무실용)' },
  options: {
    state: choice('state', paymentStates, { en: 'only in this state', ko: '이 상태만' }),
    provider: choice('provider', providers, { en: 'only at this provider', ko: '이 결제사만' }),
    order: text('order', { en: 'only of this order', ko: '이 주문만' }),
    unresolved: flag({ en: 'only those that are not decided', ko: '결과가 정해지지 않은 것만' }),
    limit,
  },
  examples: [
    'didacto payment list --unresolved',
    'didacto payment list --provider tosspayments --state succeeded --json',
  ],
  run: async (cli, { state, provider, order, unresolved, limit }) => {
    const query = { state, provider, orderId: order, limit: 200, ...(unresolved && { unresolved: 'true' as const }) };
    const payments = await (await cli.api()).payments.list(query).toArray({ limit });
    cli.out.list(payments, paymentColumns(cli), cli.text.talk.none);
  },
});
