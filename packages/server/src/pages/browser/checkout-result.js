import { won } from './checkout-order.js';
import { declineReasonOf } from './decline-reason.js';
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
  explainDecline(payment?.reason ?? '');
  const receipt = find('#receipt', HTMLAnchorElement);
  const address = payment?.receiptUrl ?? '';
  // An address from outside: it must lead to a page, and run nothing.
  receipt.hidden = !/^https?:\/\//.test(address);
  if (!receipt.hidden) receipt.href = address;
}

/**
 * Why it was refused, in words, and the provider's code for whoever is asked about it.
 * @param {string} code
 */
function explainDecline(code) {
  const reason = declineReasonOf(code);
  for (const line of document.querySelectorAll('[data-decline]'))
    if (line instanceof HTMLElement) line.hidden = line.dataset.decline !== reason;
  fill({ reason: code });
  find('#reason', HTMLElement).hidden = code === '';
}
