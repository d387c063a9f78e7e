import type { SandboxReply } from '../kit/http.js';
import { type Attempt, balanceOf, taxFreeLeft, wasPaid } from './attempts.js';
import { done } from './envelope.js';

interface Parts {
  readonly tax_free: number;
  readonly supply: number;
  readonly vat: number;
  readonly service: number;
}

const nothing: Parts = { tax_free: 0, supply: 0, vat: 0, service: 0 };

/** VAT is in the taxed part: an eleventh of it. */
function partsOf(amount: number, taxFree: number): Parts {
  const vat = Math.round((amount - taxFree) / 11);
  return { tax_free: taxFree, supply: amount - taxFree - vat, vat, service: 0 };
}

/** What is left of a payment, and what was at each change of it. */
export function balanceReply(attempt: Attempt): SandboxReply {
  const of = (primary: Parts) => ({ cash_receipt: nothing, primary, secondary: nothing, discount: nothing });
  const left = (amount: number, taxFree: number): Parts => (wasPaid(attempt) ? partsOf(amount, taxFree) : nothing);
  let [amount, taxFree] = [attempt.amount, attempt.taxFree];
  const histories = [{ ...of(left(amount, taxFree)), created: attempt.paidAt }];
  for (const one of attempt.cancellations) {
    [amount, taxFree] = [amount - one.amount, taxFree - one.taxFree];
    histories.push({ ...of(left(amount, taxFree)), created: one.at });
  }
  const now = left(balanceOf(attempt), taxFreeLeft(attempt));
  return done({ amount: attempt.amount, ...of(now), histories: wasPaid(attempt) ? histories : [] });
}
