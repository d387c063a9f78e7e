import type { Dice } from '../dice.js';
import { finance } from '../school.js';
import type { World } from '../world.js';
import { actorOf } from './actor-of.js';
import { attempt } from './attempt.js';
import { keyedRequest } from './keyed.js';

interface Paid {
  readonly id: string;
  readonly provider: 'tosspayments' | 'kakaopay' | 'portone_v1' | 'portone_v2';
  readonly method: string;
  readonly captured: number;
  readonly refunded: number;
  readonly provider_payment_id: string;
}

const account = { bank: '88', number: '110-123-456789', holder: '김하은' };

/** The finance office: gives money back, in our own way or in a provider's console, and looks after what got stuck. */
export async function officeStory(world: World, name: string): Promise<void> {
  const draw = world.dice(name);
  for (let round = draw.int(1, 4); round > 0; round--) {
    await world.pause(name, draw.int(60_000, 40 * 60_000));
    const paid = await paidPayments(world);
    if (paid.length === 0) continue;
    const payment = draw.pick(paid);
    const work = draw.weighted<() => Promise<void>>([
      [6, () => refundStory(world, `${name}, round ${round}`, payment, draw)],
      [2, () => inConsole(world, payment, drawPart(payment, draw))],
      [1, () => settleByHand(world, payment.id)],
      [1, async () => refuseRefunds(world, draw)],
    ]);
    await work();
  }
}

const paidPayments = (world: World): Promise<Paid[]> =>
  world.look<Paid>(
    `select id, provider, method, captured, refunded, provider_payment_id from payments
     where state in ('succeeded', 'partially_refunded', 'refunded') order by id`,
  );

/** Full or in part, of all or of one line; sometimes two people at once, sometimes too much. */
async function refundStory(world: World, name: string, payment: Paid, draw: Dice): Promise<void> {
  const lines = await world.look<{ id: string; amount: number }>(
    'select l.id, l.amount from order_lines l join payments p on p.order_id = l.order_id where p.id = ? order by l.id',
    [payment.id],
  );
  const line = draw.chance(0.4) ? draw.pick(lines) : undefined;
  const most = line?.amount ?? payment.captured;
  const amount = draw.weighted([
    [4, undefined],
    [3, Math.ceil(most * 0.6)],
    [3, draw.int(1, most)],
    [1, most + 1],
  ]);
  const isAccountSaid = payment.method === 'virtual_account' ? draw.chance(0.9) : draw.chance(0.1);
  const ask = {
    ...{ paymentId: payment.id, amount, lineId: line?.id, reason: draw.pick(['수강 취소', '', '환불 '.repeat(80)]) },
    account: isAccountSaid ? account : undefined,
  };
  const request = async (key: string): Promise<void> => {
    const about = { story: name, name: 'refund', scope: finance, route: 'payments.refund', key, asks: ask };
    await keyedRequest(world, about, async ({ refunds }, idempotencyKey) => {
      const { id, state } = await refunds.request({ ...ask, idempotencyKey }, actorOf(finance));
      return { id, state };
    });
  };
  world.trace.count(`refund ${amount === undefined ? 'all' : 'part'}${line === undefined ? '' : ' of a line'}`);
  const others = draw.chance(0.25) ? draw.int(1, 3) : 0;
  for (let n = 1; n <= others; n++) {
    const key = `refund-${name}-${n}`;
    world.scheduler.spawn(`${name}, too (${n})`, () => request(key));
  }
  await request(`refund-${name}`);
}

function drawPart({ captured, refunded }: Paid, draw: Dice): number | undefined {
  const left = captured - refunded;
  return draw.chance(0.5) || left < 2 ? undefined : draw.int(1, left);
}

/** Somebody cancels in the provider's console, past the server; all that is left unless `amount` says how much. */
export async function inConsole(world: World, payment: Paid, amount: number | undefined): Promise<void> {
  const { parties } = world.outside;
  const { id, provider } = payment;
  world.known.movedElsewhere.add(id);
  if (provider !== 'kakaopay') {
    attempt(world, `console cancels at ${provider}`, () => parties[provider].cancelInConsole(id, amount));
    return;
  }
  await parties.kakaopay.cancelInConsole(payment.provider_payment_id, amount).then(
    () => world.trace.count('console cancels at kakaopay'),
    () => {},
  );
}

export async function settleByHand(world: World, paymentId: string): Promise<void> {
  await world.call('settle by hand', ({ settlement }) => settlement.settle(paymentId, 'manual'));
}

/** The banks behind a provider do not give back, for a while or only later. */
function refuseRefunds(world: World, draw: Dice): void {
  const { portone_v1: v1, portone_v2: v2 } = world.outside.parties;
  const what = draw.pick([
    'v1 refuses cancellations',
    'v2 refuses cancellations',
    'v2 cancels later',
    'v2 fails later',
  ]);
  world.trace.count(what);
  if (what === 'v1 refuses cancellations') v1.refuseCancellations(draw.int(1, 10));
  else if (what === 'v2 refuses cancellations') v2.refuseCancellations(draw.int(1, 10));
  else {
    const end = what === 'v2 cancels later' ? 'SUCCEEDED' : 'FAILED';
    v2.decideCancellationsLater(draw.int(1, 3), { afterMs: draw.int(1_000, 30 * 3_600_000), end });
  }
}
