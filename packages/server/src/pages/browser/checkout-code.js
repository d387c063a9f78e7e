import { takeFragment } from './fragment.js';

/** @import { Attempt } from './checkout.js' */

/** The order that this page is about. */
export const orderId = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');

// While the buyer is at the provider's this page is left. What it needs when they come back is kept for the tab: it ends
// with it, and no other tab has it.
const codePlace = `didacto.checkout.${orderId}.code`;
const attemptPlace = `didacto.checkout.${orderId}.attempt`;

/** The code that lets this tab pay the order, from the link's fragment or as it was kept. */
export function takeCode() {
  const given = takeFragment().get('code');
  if (given !== null) sessionStorage.setItem(codePlace, given);
  return given ?? sessionStorage.getItem(codePlace) ?? undefined;
}

/** @param {Attempt} attempt */
export const keepAttempt = (attempt) => sessionStorage.setItem(attemptPlace, JSON.stringify(attempt));

/**
 * The attempt to pay that this tab began, if it knows no end of it.
 * @returns {Attempt | undefined}
 */
export function keptAttempt() {
  const kept = sessionStorage.getItem(attemptPlace);
  return kept === null ? undefined : JSON.parse(kept);
}

export const forgetAttempt = () => sessionStorage.removeItem(attemptPlace);
