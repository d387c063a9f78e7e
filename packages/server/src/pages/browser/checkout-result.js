import { won } from './checkout-order.js';
import { fill, find, shownTime } from './dom.js';

/** @import { CheckoutPayment } from '@didacto/sdk/contract' */

/**
 * Puts what there is to say about a payment into the steps that show it.
 * @param {CheckoutPayment | null} payment
 * @param {number | undefined} total
 */
export function fillResult(payment, total) {
  const { bank = '', number = '', holder = '', dueAt } = payment?.virtualAccount ?? {};
  fill({ bank, account: number, holder });
  fill({ deposit: total === undefined ? '' : won(total), dueBy: dueAt ? shownTime(dueAt) : '' });
  fill({ reason: payment?.reason ?? '' });
  find('#reason', HTMLElement).hidden = !payment?.reason;
  const receipt = find('#receipt', HTMLAnchorElement);
  const address = payment?.receiptUrl ?? '';
  // An address from outside: it must lead to a page, and run nothing.
  receipt.hidden = !/^https?:\/\//.test(address);
  if (!receipt.hidden) receipt.href = address;
}
