import { alone, askBank } from './bank.js';
import { KakaoRefusal, methodRefusal } from './errors.js';
import type { Body } from './fields.js';
import { availableOf, type KakaoAction, type KakaoPayment, type Split, usualVat, wasTaken } from './payment.js';
import type { KakaoWorld } from './world.js';

/** @throws KakaoRefusal */
export function ready(world: KakaoWorld, body: Body<'ready'>): KakaoPayment {
  mustBeCid(world, body.cid);
  const { total_amount: total, tax_free_amount: taxFree } = body;
  const amount: Split = { total, taxFree, vat: body.vat_amount ?? usualVat(total, taxFree) };
  if (total === 0 || taxFree > total || amount.vat > total - taxFree) throw new KakaoRefusal(-722);
  return world.add({
    ...{ cid: body.cid, orderId: body.partner_order_id, userId: body.partner_user_id, amount },
    ...{ itemName: body.item_name, itemCode: body.item_code ?? null, quantity: body.quantity },
    ...{ approvalUrl: body.approval_url, cancelUrl: body.cancel_url, failUrl: body.fail_url },
    ...{ methodType: body.payment_method_type ?? null, installMonth: body.install_month ?? null },
  });
}

/** Takes the money of a payment that its buyer has authenticated. @throws KakaoRefusal */
export async function approve(
  world: KakaoWorld,
  body: Body<'approve'>,
): Promise<{ readonly payment: KakaoPayment; readonly action: KakaoAction }> {
  const payment = found(world, body);
  const { request } = payment;
  if (body.partner_order_id !== request.orderId) throw new KakaoRefusal(-706);
  if (body.partner_user_id !== request.userId) throw new KakaoRefusal(-707);
  mustBeApprovable(world, payment);
  if (body.pg_token !== payment.pgToken) throw new KakaoRefusal(-708);
  if (body.total_amount !== undefined && body.total_amount !== request.amount.total) throw new KakaoRefusal(-722);
  const take = (): KakaoAction => {
    payment.status = 'SUCCESS_PAYMENT';
    return world.moved(payment, { type: 'PAYMENT', amount: payment.amount, payload: body.payload ?? null });
  };
  const fail = (): void => {
    payment.status = 'FAIL_PAYMENT';
  };
  const work = () => askBank(world, payment, { code: -780, move: take, fail });
  const action = await alone(world, payment, work);
  return { payment, action };
}

function mustBeApprovable({ clock, guesses }: KakaoWorld, payment: KakaoPayment): void {
  if (wasTaken(payment)) throw new KakaoRefusal(-702);
  if (payment.isAtBank) return;
  if (payment.status === 'QUIT_PAYMENT' || payment.status === 'FAIL_PAYMENT') throw new KakaoRefusal(-783);
  if (isExpired(payment, clock.now(), guesses.sessionMs)) throw new KakaoRefusal(-723);
  if (payment.status !== 'AUTH_PASSWORD') throw new KakaoRefusal(-701);
}

export const isExpired = ({ createdAt }: KakaoPayment, now: number, sessionMs: number): boolean =>
  now - createdAt >= sessionMs;

/** Gives money back. @throws KakaoRefusal */
export async function cancel(
  world: KakaoWorld,
  body: Body<'cancel'>,
): Promise<{ readonly payment: KakaoPayment; readonly action: KakaoAction }> {
  const payment = found(world, body);
  const work = () => {
    const amount = cancellable(world, payment, body);
    const give = (): KakaoAction => {
      const action = world.moved(payment, { type: 'CANCEL', amount, payload: body.payload ?? null });
      payment.status = availableOf(payment).total === 0 ? 'CANCEL_PAYMENT' : 'PART_CANCEL_PAYMENT';
      return action;
    };
    return askBank(world, payment, { code: -781, move: give, fail: () => {} });
  };
  const action = await alone(world, payment, work);
  return { payment, action };
}

/** The parts of what is to be cancelled. */
function cancellable({ guesses }: KakaoWorld, payment: KakaoPayment, body: Body<'cancel'>): Split {
  if (payment.status !== 'SUCCESS_PAYMENT' && payment.status !== 'PART_CANCEL_PAYMENT') throw new KakaoRefusal(-784);
  const { cancel_amount: total, cancel_tax_free_amount: taxFree, cancel_available_amount: expected } = body;
  const left = availableOf(payment);
  if (expected !== undefined && expected !== left.total) throw new KakaoRefusal(guesses.balanceMismatch);
  if (total > left.total) throw new KakaoRefusal(-710);
  if (total === 0 || taxFree > total || taxFree > left.taxFree) throw new KakaoRefusal(-722);
  if (total - taxFree > left.total - left.taxFree) throw new KakaoRefusal(-722);
  const vat = body.cancel_vat_amount ?? usualVat(total, taxFree);
  // VAT that is rounded anew at each partial cancellation can come to more than there is.
  if (vat > left.vat) throw methodRefusal(-781, 'INVALID_CANCEL_AMOUNT');
  if (vat > total - taxFree) throw new KakaoRefusal(-722);
  return { total, taxFree, vat };
}

/** @throws KakaoRefusal */
export const order = (world: KakaoWorld, body: Body<'order'>): KakaoPayment => found(world, body);

function mustBeCid({ cids }: KakaoWorld, cid: string): void {
  if (!cids.includes(cid)) throw new KakaoRefusal(-731);
}

/** A payment is seen with the CID alone that it was made with. */
function found(world: KakaoWorld, { cid, tid }: { readonly cid: string; readonly tid: string }): KakaoPayment {
  mustBeCid(world, cid);
  const payment = world.byTid(tid);
  if (payment === undefined || payment.request.cid !== cid) throw new KakaoRefusal(-721);
  return payment;
}
