import type { CheckoutAction, PaymentMethod, ProviderName } from '@didacto/sdk/contract';
import { iso } from '../../platform/clock.js';
import { isUniqueViolation, type Queries } from '../../platform/database.js';
import { Problem } from '../../platform/problem.js';
import { sha256 } from '../../platform/sha256.js';
import type { Actor } from '../audit/actor.js';
import { type OrderRecord, orderStore } from '../orders/store.js';
import type { PaymentDependencies } from './dependencies.js';
import { outcomeBooking } from './outcome-booking.js';
import type { PaymentProvider } from './providers/port.js';
import type { PaymentRecord } from './record.js';
import { keysOf, providerOf, type Settlement, tokenContext } from './settle.js';
import { paymentStore } from './store.js';
import { taskStore } from './tasks.js';

export interface StartAsk {
  readonly orderId: string;
  readonly provider: ProviderName;
  readonly method: PaymentMethod;
  readonly installmentMonths: number;
  readonly idempotencyKey: string | null;
}

/** What the buyer's browser brought back. */
export interface Returned {
  readonly providerPaymentId: string | undefined;
  readonly token: string | undefined;
  /** What the redirect says was paid: compared, never believed. */
  readonly amount: number | undefined;
}

export interface Payments {
  /**
   * Begins an attempt, and gives what the checkout page does next.
   * @throws Problem not_found, order_not_open, order_expired, order_already_paid, payment_in_progress,
   * provider_not_configured, method_not_supported, provider_unavailable
   */
  start(ask: StartAsk, by: Actor): Promise<{ payment: PaymentRecord; action: CheckoutAction }>;
  /**
   * The buyer came back from the provider: confirms where the provider waits for it, else asks.
   * @throws Problem not_found, payment_mismatch, provider_payment_used, order_expired
   */
  returned(paymentId: string, returned: Returned, by: Actor): Promise<PaymentRecord>;
  /** The buyer came back without having paid, or gave up. */
  abandoned(paymentId: string, reason: string, by: Actor): Promise<PaymentRecord>;
}

/** A confirmation is asked about so long after it was sent, should its reply not come; the reply itself is faster. */
const confirmGraceMs = 5_000;
/** The first look at a payment that the buyer makes directly at its provider. */
const directLookMs = 30_000;

export function paymentService(deps: PaymentDependencies, settlement: Settlement): Payments {
  const { db, clock, random, newId, audit, alarms, box, providers, publicUrl } = deps;
  const outcomes = outcomeBooking(deps);

  const read = async (paymentId: string): Promise<PaymentRecord> => {
    const payment = await paymentStore(db).byId(paymentId);
    if (payment === undefined) throw new Problem('not_found');
    return payment;
  };

  const chosen = (ask: StartAsk): PaymentProvider => {
    const provider = providers.get(ask.provider);
    if (provider === undefined) throw new Problem('provider_not_configured');
    if (!provider.methods.includes(ask.method)) throw new Problem('method_not_supported');
    return provider;
  };

  /** Makes room for another attempt, where the one that holds the order can be given up for certain. */
  const supersede = async (tx: Queries, ask: StartAsk, now: number): Promise<PaymentRecord | undefined> => {
    const holder = await paymentStore(tx).liveOf(ask.orderId);
    if (holder === undefined) return undefined;
    if (holder.state !== 'not_started') throw new Problem('payment_in_progress', { detail: `It is ${holder.state}` });
    if (providers.get(holder.provider)?.captures === 'on_confirm') {
      // Without our confirmation nothing comes of it.
      const touched = { rosters: [], members: [], refunds: [] };
      await outcomes.expired({ tx, now, source: 'start', touched }, holder, 'superseded');
      return undefined;
    }
    if (holder.provider !== ask.provider || holder.method !== ask.method)
      throw new Problem('payment_in_progress', { detail: `Go on with ${holder.provider}, or give it up first` });
    return holder;
  };

  const begin = async (
    ask: StartAsk,
    nonce: string,
    by: Actor,
  ): Promise<{ order: OrderRecord; payment: PaymentRecord }> =>
    db.transaction(async (tx) => {
      const now = clock.now();
      const order = await orderStore(tx).byId(ask.orderId);
      if (order === undefined) throw new Problem('not_found');
      mustTakeMoney(order, now);
      // The same request once more, after a crash on our side, goes on with what it began.
      const begun =
        ask.idempotencyKey === null ? undefined : await paymentStore(tx).byIdempotencyKey(ask.idempotencyKey);
      // What became of it is its own; another may hold the order by now.
      if (begun !== undefined && begun.state !== 'not_started')
        throw new Problem('payment_in_progress', { detail: `The attempt of this key is ${begun.state}` });
      const held = begun ?? (await supersede(tx, ask, now));
      if (held !== undefined) {
        const at = { at: iso(now), source: 'start' } as const;
        const again = await paymentStore(tx).change(held, { nonceDigest: sha256(nonce) }, at);
        if (again === undefined) throw new Problem('payment_in_progress');
        return { order, payment: again };
      }
      const id = newId('pay');
      await paymentStore(tx).insert({
        ...{
          id,
          orderId: order.id,
          provider: ask.provider,
          method: ask.method,
          installmentMonths: ask.installmentMonths,
        },
        ...{ amount: order.total, taxFree: order.taxFree, nonceDigest: sha256(nonce), createdAt: iso(now) },
        idempotencyKey: ask.idempotencyKey,
      });
      // Where the buyer pays directly nobody may tell us; elsewhere nothing happens before the order's time is over.
      const isDirect = providers.get(ask.provider)?.captures === 'at_provider';
      const firstLook = isDirect ? directLookMs : Date.parse(order.expiresAt) - now;
      await taskStore(tx, newId).queue({ kind: 'settle', subject: id, paymentId: id }, now, firstLook);
      await audit.append(tx, [
        { action: 'payment.started', by, subjects: [id, order.id], data: { provider: ask.provider } },
      ]);
      return { order, payment: await foundIn(tx, id) };
    });

  const start: Payments['start'] = async (ask, by) => {
    const provider = chosen(ask);
    const nonce = random(18).toString('base64url');
    const { order, payment } = await beginOnce(ask, nonce, by);
    const outcome = await provider.ready({
      ...keysOf(payment),
      ...{ orderName: await nameOf(order), amount: payment.amount, taxFree: payment.taxFree, quantity: 1 },
      ...{ method: payment.method, installmentMonths: payment.installmentMonths },
      buyer: await buyerOf(order),
      urls: returnUrls(publicUrl(), payment, nonce),
      webhookUrl: new URL(`/v1/webhooks/${payment.provider}`, publicUrl()).href,
    });
    if (outcome.outcome === 'unknown')
      throw new Problem('provider_unavailable', { detail: outcome.code, retryAfterSeconds: 5 });
    if (outcome.outcome === 'declined') {
      await give(payment, outcome.code, true);
      throw new Problem('provider_unavailable', { detail: outcome.code });
    }
    const { providerPaymentId, action } = outcome.value;
    if (providerPaymentId === null || providerPaymentId === payment.providerPaymentId) return { payment, action };
    // The provider's id is on record before the browser leaves for it.
    const at = { at: iso(clock.now()), source: 'start' } as const;
    const kept = await paymentStore(db).change(payment, { providerPaymentId }, at);
    if (kept === undefined) throw new Problem('payment_in_progress');
    return { payment: kept, action };
  };

  /** Of two attempts that begin at once, the database lets one hold the order. */
  const beginOnce = async (ask: StartAsk, nonce: string, by: Actor) => {
    try {
      return await begin(ask, nonce, by);
    } catch (error) {
      if (isUniqueViolation(error)) throw new Problem('payment_in_progress');
      throw error;
    }
  };

  /** Gives an attempt up. One that the provider would not begin leaves its key to the next try: nothing came of it. */
  const give = (payment: PaymentRecord, reason: string, freesKey = false): Promise<boolean> =>
    db.transaction(async (tx) => {
      const current = await foundIn(tx, payment.id);
      if (current.version !== payment.version || current.state !== 'not_started') return false;
      const touched = { rosters: [], members: [], refunds: [] };
      await outcomes.decline({ tx, now: clock.now(), source: 'return', touched }, current, reason.slice(0, 100));
      if (freesKey) await paymentStore(tx).freeIdempotencyKey(payment.id);
      return true;
    });

  const nameOf = async (order: OrderRecord): Promise<string> => {
    const [first, ...others] = await orderStore(db).linesOf(order.id);
    const rest = others.length === 0 ? '' : ` 외 ${others.length}건`;
    return `${(first?.name ?? '').slice(0, 40 - rest.length)}${rest}`;
  };

  const buyerOf = async (order: OrderRecord) => {
    const row: { name: string; email: string } | undefined = await db('members')
      .where({ id: order.buyer.id })
      .first('name', 'email');
    return { name: row?.name ?? '', email: row?.email ?? '' };
  };

  /** Claims the payment for a confirmation: one caller gets it, whatever the number; everything needed to ask again is on record. */
  const claim = async (payment: PaymentRecord, returned: Returned, by: Actor): Promise<PaymentRecord | undefined> => {
    try {
      return await db.transaction(async (tx) => {
        const now = clock.now();
        const current = await foundIn(tx, payment.id);
        if (current.state !== 'not_started') return undefined;
        const order = await orderStore(tx).byId(current.orderId);
        if (order === undefined) throw new Problem('not_found');
        mustTakeMoney(order, now);
        const values = {
          state: 'executing' as const,
          ...(returned.providerPaymentId !== undefined && { providerPaymentId: returned.providerPaymentId }),
          ...(returned.token !== undefined && { returnToken: box.seal(returned.token, tokenContext(current.id)) }),
        };
        const claimed = await paymentStore(tx).change(current, values, { at: iso(now), source: 'confirm' });
        await taskStore(tx, newId).queue(
          { kind: 'settle', subject: current.id, paymentId: current.id },
          now,
          confirmGraceMs,
        );
        await audit.append(tx, [{ action: 'payment.confirmed', by, subjects: [current.id, order.id] }]);
        return claimed;
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new Problem('provider_payment_used');
      throw error;
    }
  };

  const returned: Payments['returned'] = async (paymentId, what, by) => {
    const payment = await read(paymentId);
    const provider = providerOf(deps, payment);
    if (provider.captures === 'at_provider') return direct(payment, what);
    if (payment.state !== 'not_started') return settlement.settle(paymentId, 'return');
    if (what.amount !== undefined && what.amount !== payment.amount) {
      await db.transaction((tx) =>
        alarms.open(tx, 'payment_tampered', payment.id, `${what.amount} instead of ${payment.amount}`),
      );
      await give(payment, 'amount_mismatch');
      throw new Problem('payment_mismatch', { detail: 'The amount is not what the order costs; nothing was charged' });
    }
    // What the provider told us itself is not for a browser to change.
    const { providerPaymentId: known } = payment;
    const claimed = what.providerPaymentId ?? known;
    if (known !== null && claimed !== null && claimed !== known) {
      const owner = await paymentStore(db).byProviderId(payment.provider, claimed);
      throw new Problem(owner === undefined ? 'payment_mismatch' : 'provider_payment_used');
    }
    const mine = await claim(payment, what, by);
    return mine === undefined ? settlement.settle(paymentId, 'return') : settlement.confirm(mine, 'confirm');
  };

  /** The buyer paid at the provider itself. An id that belongs to another payment says nothing about this one. */
  const direct = async (payment: PaymentRecord, what: Returned): Promise<PaymentRecord> => {
    const claimed = what.providerPaymentId;
    const owner = claimed === undefined ? undefined : await paymentStore(db).byProviderId(payment.provider, claimed);
    if (owner !== undefined && owner.id !== payment.id) throw new Problem('provider_payment_used');
    // Asked for by our own id: whatever else the browser claims changes nothing, and an earlier try's id is no lie.
    return settlement.settle(payment.id, 'return');
  };

  const abandoned: Payments['abandoned'] = async (paymentId, reason, by) => {
    const payment = await read(paymentId);
    if (payment.state !== 'not_started') return payment;
    const isDirect = providerOf(deps, payment).captures === 'at_provider';
    const asked = isDirect ? await settlement.settle(paymentId, 'return') : payment;
    if (asked.state !== 'not_started') return asked;
    if (await give(asked, reason))
      await audit.append(db, [{ action: 'payment.abandoned', by, subjects: [payment.id, payment.orderId] }]);
    // The window may be open in another tab still: it is looked at again.
    if (isDirect)
      await taskStore(db, newId).queue({ kind: 'settle', subject: paymentId, paymentId }, clock.now(), directLookMs);
    return read(paymentId);
  };

  return { start, returned, abandoned };
}

function mustTakeMoney(order: OrderRecord, now: number): void {
  if (order.state === 'expired') throw new Problem('order_expired');
  if (order.state === 'cancelled') throw new Problem('order_not_open');
  if (order.state !== 'open') throw new Problem('order_already_paid');
  if (Date.parse(order.expiresAt) <= now) throw new Problem('order_expired');
}

async function foundIn(tx: Queries, paymentId: string): Promise<PaymentRecord> {
  const payment = await paymentStore(tx).byId(paymentId);
  if (payment === undefined) throw new Problem('not_found');
  return payment;
}

/** Where the browser comes back to: our page, with what tells it apart. The nonce opens nothing but this one payment. */
function returnUrls(base: string, payment: PaymentRecord, nonce: string) {
  const to = (outcome: string): string => {
    const url = new URL(`/checkout/${payment.orderId}`, base);
    url.searchParams.set('payment', payment.id);
    url.searchParams.set('nonce', nonce);
    url.searchParams.set('outcome', outcome);
    return url.href;
  };
  return { success: to('success'), cancel: to('cancel'), fail: to('fail') };
}
