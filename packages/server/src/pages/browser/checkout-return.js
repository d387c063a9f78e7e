/** @import { Call } from './calls.js' */
/** @typedef {Omit<Parameters<Call<'checkouts', 'return'>>[0], 'orderId'>} Return */

/** What providers call a buyer who gave up. */
const givenUp = new Set(['USER_CANCEL', 'PAY_PROCESS_CANCELED', 'F0002']);

/**
 * What the address says that the buyer came back to: ours, with what the provider put into it. Undefined: they do not come
 * back from anywhere.
 * @param {URLSearchParams} query
 * @returns {Return | undefined}
 */
export function readReturn(query) {
  const paymentId = query.get('payment');
  const nonce = query.get('nonce');
  if (paymentId === null || nonce === null) return undefined;
  /** @param {readonly string[]} names */
  const first = (...names) => names.map((name) => query.get(name)).find((value) => value) ?? undefined;
  // What the PG behind PortOne says tells more than PortOne's own word.
  const reason = first('pgCode', 'code', 'error_code')?.slice(0, 100);
  return {
    paymentId,
    nonce,
    outcome: outcomeOf(query.get('outcome'), reason),
    // Of Toss Payments, PortOne V1 and V2.
    providerPaymentId: first('paymentKey', 'imp_uid', 'txId')?.slice(0, 200),
    // Of KakaoPay and PortOne V2.
    token: first('pg_token', 'paymentToken')?.slice(0, 500),
    amount: wonOf(query.get('amount')),
    reason,
  };
}

/**
 * A provider may have one address for every end and say the rest in its own words.
 * @param {string | null} told
 * @param {string | undefined} reason
 */
function outcomeOf(told, reason) {
  if (told === 'cancel' || givenUp.has(reason ?? '')) return 'cancel';
  return told === 'success' && reason === undefined ? 'success' : 'fail';
}

/** @param {string | null} text */
const wonOf = (text) => (text !== null && /^\d{1,11}$/.test(text) ? Number(text) : undefined);
