/** @typedef {'ours' | 'funds' | 'details' | 'passing' | 'broken-off' | 'refused'} DeclineReason What the buyer can do about it. */

/**
 * Our codes, and the providers', known by how they begin: new ones come.
 * @type {readonly (readonly [DeclineReason, RegExp])[]}
 */
const families = [
  // Our own: what was paid is not what was asked for, and no bank can say why.
  ['ours', /^(?:(?:amount|currency|merchant)_mismatch|test_mode)$/],
  ['broken-off', /^(?:PAY_PROCESS_|EXPIRED_|NOT_FOUND_PAYMENT_SESSION)/],
  ['details', /^(?:INVALID_|EXCEED_MAX_AUTH_COUNT|EXCEED_MAX_CARD_INSTALLMENT|REJECT_TOSSPAY_INVALID|NOT_SUPPORTED_)/],
  ['funds', /^(?:REJECT_(?:CARD|ACCOUNT)_PAYMENT|EXCEED_MAX_)/],
  [
    'passing',
    /^(?:NOT_AVAILABLE_|CARD_PROCESSING_ERROR|PROVIDER_ERROR|FAILED_|TOO_MANY_|FORBIDDEN_CONSECUTIVE|USER_LOCKED)/,
  ],
];

/**
 * What a provider's code means for the buyer. A code that says nothing to us is a refusal without a reason.
 * @param {string} code
 * @returns {DeclineReason}
 */
export const declineReasonOf = (code) => families.find(([, codes]) => codes.test(code))?.[0] ?? 'refused';
