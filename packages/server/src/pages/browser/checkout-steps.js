/** @import { CheckoutStatus } from '@didacto/sdk/contract' */

/**
 * The step of the page that a checkout stands at.
 * @param {CheckoutStatus} status
 * @param {{ isBack: boolean, gaveUp: boolean }} how `isBack`: the buyer comes back from the provider, and is told how it went
 */
export function stepOf({ orderState, payment }, { isBack, gaveUp }) {
  switch (payment?.state) {
    case 'succeeded':
    case 'partially_refunded':
      return 'succeeded';
    case 'refunded':
      return 'refunded';
    case 'pending':
      return payment.virtualAccount === null ? 'unknown' : 'waiting';
    case 'executing':
    case 'unknown':
      return 'unknown';
    case 'not_started':
      // Who came back has nothing to finish elsewhere: the provider has to be asked.
      return isBack ? 'unknown' : 'under-way';
  }
  const ofOrder = orderSteps[orderState];
  if (ofOrder !== undefined) return ofOrder;
  if (!isBack || payment === null) return 'order';
  return gaveUp ? 'cancelled' : 'declined';
}

/** @type {Readonly<Partial<Record<CheckoutStatus['orderState'], string>>>} */
const orderSteps = {
  paid: 'succeeded',
  partially_refunded: 'succeeded',
  refunded: 'refunded',
  cancelled: 'closed',
  expired: 'expired',
};

/**
 * Whether it is still open what comes of it, so that it is asked about.
 * @param {string} step
 */
export const isOpen = (step) => ['unknown', 'waiting', 'under-way', 'leaving'].includes(step);

/**
 * Whether this attempt has an end, and the next one is another.
 * @param {string} step
 */
export const isEnded = (step) => ['order', 'declined', 'cancelled', 'succeeded', 'refunded'].includes(step);
