import type { ProviderPayment } from '../port.js';

/**
 * Of several attempts under one merchant_uid the one that decides: money that moved before money that is awaited, before
 * a window that is open, before what came to nothing. What is real comes before what went through a test channel, and of
 * captured ones that which still holds money before that which was given back. Else the first stays it.
 */
export const chosen = (attempts: readonly ProviderPayment[]): ProviderPayment | undefined =>
  attempts.reduce<ProviderPayment | undefined>(
    (best, one) => (best === undefined || rank(one) > rank(best) ? one : best),
    undefined,
  );

const ranks: Readonly<Record<ProviderPayment['status'], number>> = {
  captured: 4,
  pending: 3,
  authenticated: 2,
  ready: 2,
  failed: 1,
  expired: 1,
};

const rank = ({ status, testMode, amount, refunded }: ProviderPayment): number =>
  4 * ranks[status] + (testMode ? 0 : 2) + (refunded < amount ? 1 : 0);
