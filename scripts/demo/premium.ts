import { isApiError } from '@didacto/sdk';
import type { Person, School } from '../school.js';
import type { DemoSandbox } from './sandbox.js';

/**
 * The instructor has as many lectures as the free grade may have open, buys Premium against the sandbox, and opens one
 * more. Gives what happened, line by line.
 */
export async function buyPremium(school: School, { didacto }: Person, sandbox: DemoSandbox): Promise<string[]> {
  const product = await school.admin.didacto.products.create({
    ...{ kind: 'premium', name: '프리미엄 30일', price: 1_000, premiumDays: 30 },
  });
  for (const title of ['자료구조', '웹 프로그래밍']) await didacto.lectures.create({ title });
  const refused = await didacto.lectures.create({ title: '알고리즘' }).catch((error: unknown) => error);
  if (!isApiError(refused) || refused.code !== 'lecture_limit_reached')
    throw new Error('The free grade opened a fourth lecture');

  const order = await didacto.orders.create({ lines: [{ productId: product.id }] });
  const { payment, action } = await didacto.payments.start({ orderId: order.id, provider: 'kakaopay' });
  if (action.kind !== 'redirect') throw new Error('KakaoPay sends the buyer to its own page');
  const back = await sandbox.buy('kakaopay', { redirectUrl: action.desktopUrl }, 'pay');
  const paid = await didacto.payments.confirm({
    paymentId: payment.id,
    token: back.searchParams.get('pg_token') ?? '',
  });
  if (paid.state !== 'succeeded') throw new Error(`The payment is ${paid.state}: ${paid.reason}`);
  const lecture = await didacto.lectures.create({ title: '알고리즘' });
  const { accounts } = await school.admin.didacto.ledger.balance();
  const books = accounts.map(({ account, balance }) => `${account} ${balance.toLocaleString('en')}`).join(', ');
  const held = (await sandbox.held())[payment.id] ?? 0;
  return [
    `A fourth lecture is refused (${refused.code}) …`,
    `… Premium is bought: ${order.total.toLocaleString('en')} KRW through KakaoPay's sandbox (${payment.id} ${paid.state})`,
    `… and "${lecture.title}" is open. Ledger: ${books}. KakaoPay holds ${held.toLocaleString('en')} KRW.`,
  ];
}
