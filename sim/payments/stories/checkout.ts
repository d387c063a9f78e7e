import type { CheckoutAction, PaymentState, ProviderName } from '@didacto/sdk/contract';
import type { Dice } from '../dice.js';
import type { World } from '../world.js';
import { depositStory } from './accounts.js';
import { actorOf } from './actor-of.js';
import { attempt } from './attempt.js';
import { keyedRequest } from './keyed.js';
import { drawWay } from './way.js';
import { actInWindow, type Back, drawAct } from './window.js';

interface Begun {
  readonly paymentId: string;
  readonly provider: ProviderName;
  readonly isAccount: boolean;
  readonly action: CheckoutAction;
}

/** Tries to pay an order until it is paid, or the buyer has enough of it. */
export async function payOrder(world: World, name: string, orderId: string, buyerId: string): Promise<void> {
  const draw = world.dice(`${name} pays`);
  const attempts = draw.weighted([
    [5, 1],
    [3, 2],
    [2, 4],
  ]);
  const begun: Begun[] = [];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const one = await begin(world, `${name}, attempt ${attempt}`, orderId, buyerId, draw);
    if (one !== undefined) {
      begun.push(one);
      if (draw.chance(0.2)) await world.pause(name, draw.int(1_000, 16 * 60_000));
      const state = await pay(world, name, one, buyerId, draw);
      if (state === 'succeeded' || state === 'pending') break;
    }
    await world.pause(name, draw.int(500, 60_000));
  }
  // A window that was left open in another tab.
  const [old] = begun;
  if (old === undefined || !draw.chance(0.2)) return;
  await world.pause(name, draw.int(1_000, 20 * 60_000));
  await pay(world, `${name}, in the first tab`, old, buyerId, draw);
}

async function begin(
  world: World,
  name: string,
  orderId: string,
  buyerId: string,
  draw: Dice,
): Promise<Begun | undefined> {
  const { provider, method } = drawWay(draw);
  const installmentMonths = method === 'card' && draw.chance(0.1) ? draw.int(2, 12) : 0;
  const asks = { orderId, provider, method, installmentMonths };
  const request = { story: name, name: 'start', scope: buyerId, route: 'payments.start', key: `start-${name}`, asks };
  const answer = await keyedRequest(world, request, async ({ payments }, key) => {
    const { payment, action } = await payments.start({ ...asks, idempotencyKey: key }, actorOf(buyerId));
    return { paymentId: payment.id, action };
  });
  if (answer.kind !== 'ok') return undefined;
  const { paymentId, action }: { paymentId: string; action: CheckoutAction } = Object(answer.value);
  world.trace.count(`begun ${provider} ${method}`);
  world.known.payments.set(paymentId, { orderId, provider, action });
  return { paymentId, provider, action, isAccount: method === 'virtual_account' };
}

/** In the window and back. Gives the payment's state as far as the buyer is told. */
async function pay(
  world: World,
  name: string,
  begun: Begun,
  buyerId: string,
  draw: Dice,
): Promise<PaymentState | undefined> {
  const { paymentId, provider, action, isAccount } = begun;
  await prepareMishap(world, begun, draw);
  const act = drawAct(draw);
  // The card is refused, and the buyer tries again in a new window of the same payment.
  if (draw.chance(0.08)) await actInWindow(world, provider, action, { act: draw.pick(['decline', 'close', 'cancel']) });
  const back = await actInWindow(world, provider, action, act);
  await world.scheduler.turn(null, 'comes out of the window', name);
  if (isAccount && draw.chance(0.8))
    world.scheduler.spawn(`${name} deposits`, () => depositStory(world, `${name} deposits`, paymentId, provider));
  if (provider === 'portone_v1' && act.act !== 'pay' && draw.chance(0.3))
    world.scheduler.spawn(`${name} late`, () => payLate(world, `${name} late`, paymentId));
  if (back === undefined) return undefined;
  if (draw.chance(0.15)) await world.pause(name, draw.int(100, 12 * 60_000));
  if (back.outcome !== 'success') return told(world, 'give up', paymentId, buyerId, back);
  const brought = draw.chance(0.06) ? tampered(world, back, paymentId, draw) : back;
  // A double click, or two tabs: the same comes several times at once.
  const copies = draw.chance(0.2) ? draw.int(1, 4) : 0;
  for (let copy = 0; copy < copies; copy++)
    world.scheduler.spawn(`${name} again`, async () => {
      await told(world, 'return', paymentId, buyerId, brought);
    });
  const state = await told(world, 'return', paymentId, buyerId, brought);
  return state ?? (draw.chance(0.7) ? told(world, 'return', paymentId, buyerId, brought) : undefined);
}

async function told(
  world: World,
  what: 'return' | 'give up',
  paymentId: string,
  buyerId: string,
  back: Back,
): Promise<PaymentState | undefined> {
  const answer = await world.call(what, ({ payments }) =>
    back.outcome === 'success'
      ? payments.returned(paymentId, back, actorOf(buyerId))
      : payments.abandoned(paymentId, `buyer_${back.reason}`.slice(0, 60), actorOf(buyerId)),
  );
  return answer.kind === 'ok' ? answer.value.state : undefined;
}

/** Somebody changes what the browser brings back: the amount, or whose payment it is. */
function tampered(world: World, back: Extract<Back, { outcome: 'success' }>, paymentId: string, draw: Dice): Back {
  const what = draw.pick(['amount', 'id', 'token', 'foreign id']);
  world.trace.count(`tampered ${what}`);
  if (what === 'amount') return { ...back, amount: 100 };
  if (what === 'token') return { ...back, token: 'forged-token' };
  if (what === 'id') return { ...back, providerPaymentId: 'imp_000000000001' };
  const others = world.outside.truth.rows.filter(({ reference }) => reference !== paymentId);
  return others.length === 0 ? back : { ...back, providerPaymentId: draw.pick(others).providerPaymentId };
}

/** What a bank or card company will say to what comes next. */
async function prepareMishap(world: World, { paymentId, provider, action }: Begun, draw: Dice): Promise<void> {
  if (!draw.chance(0.12)) return;
  const { parties } = world.outside;
  if (provider === 'tosspayments') {
    const code = draw.pick(['REJECT_CARD_PAYMENT', 'FAILED_INTERNAL_SYSTEM_PROCESSING', 'PROVIDER_ERROR', 'FDS_ERROR']);
    world.trace.count(`toss refuses ${code}`);
    parties.tosspayments.refuse(paymentId, code);
  }
  if (provider === 'portone_v2') {
    world.trace.count('v2 approves later');
    parties.portone_v2.approveLater(1);
    world.scheduler.spawn(`approval of ${paymentId}`, () => approveLater(world, paymentId, draw.int(1_000, 3_600_000)));
  }
  if (provider === 'kakaopay' && action.kind === 'redirect') {
    const [row] = await world.look<{ tid: string | null }>(
      'select provider_payment_id as tid from payments where id = ?',
      [paymentId],
    );
    if (!row?.tid) return;
    const answer = draw.pick([
      ...['BANK_FIRM_UNKNOWN', 'BANK_FIRM_UNKNOWN_DONE', 'USER_LOCKED', 'LACK_BALANCE', 'BANK_FIRM_UNAVAILABLE'],
      ...['0016', '0504', 'SOMETHING_NEW'],
    ]);
    world.trace.count(`kakao bank says ${answer}`);
    parties.kakaopay.bankAnswers(row.tid, answer);
  }
}

/** Some PGs take the money of a payment that they had told to have failed. */
async function payLate(world: World, name: string, paymentId: string): Promise<void> {
  await world.pause(name, world.dice(name).int(1_000, 12 * 3_600_000));
  attempt(world, 'v1 paid late', () => world.outside.parties.portone_v1.payLate(paymentId));
}

async function approveLater(world: World, paymentId: string, ms: number): Promise<void> {
  await world.pause(`approval of ${paymentId}`, ms);
  attempt(world, 'v2 approval', () => world.outside.parties.portone_v2.approve(paymentId));
}
