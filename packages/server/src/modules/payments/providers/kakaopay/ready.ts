import type { PaymentMethod } from '@didacto/sdk/contract';
import type { Outcome, Started, StartRequest } from '../port.js';
import { type Call, nameOf, unknown } from './calls.js';
import { declined } from './look.js';
import { meaningOf } from './refusals.js';
import { ReadyReply } from './replies.js';

/** With `card` the buyer can choose among cards only. */
export const kakaoMethods: readonly PaymentMethod[] = ['easy_pay', 'card'];

const longestUrl = 255;
const longestName = 100;

/** Tells KakaoPay of the payment; its tid must be on record before the browser goes where it says. */
export function starts(call: Call) {
  return async (request: StartRequest): Promise<Outcome<Started>> => {
    const objection = objectionTo(request);
    if (objection !== undefined) return objection;
    const answer = await call('ready', bodyOf(request), ReadyReply);
    if (answer.kind === 'unknown') return answer.outcome;
    if (answer.kind === 'refused') {
      const name = nameOf(answer.refusal);
      const { message } = answer.refusal;
      return meaningOf(answer.refusal) === 'unknown' ? unknown(name, message).outcome : declined(name, message);
    }
    const { tid, next_redirect_pc_url: desktopUrl, next_redirect_mobile_url: mobileUrl } = answer.reply;
    const value: Started = { providerPaymentId: tid, action: { kind: 'redirect', desktopUrl, mobileUrl } };
    return { outcome: 'approved', value };
  };
}

function bodyOf(request: StartRequest): Record<string, unknown> {
  const { paymentId, buyerId, orderName, quantity, amount, taxFree, urls, method, installmentMonths } = request;
  return {
    partner_order_id: paymentId,
    partner_user_id: buyerId,
    item_name: orderName.slice(0, longestName),
    quantity,
    total_amount: amount,
    tax_free_amount: taxFree,
    vat_amount: Math.round((amount - taxFree) / 11),
    approval_url: urls.success,
    cancel_url: urls.cancel,
    fail_url: urls.fail,
    // Instalments are a matter of cards.
    ...((method === 'card' || installmentMonths > 0) && { payment_method_type: 'CARD' }),
    ...(installmentMonths > 0 && { install_month: installmentMonths }),
  };
}

/** What KakaoPay would refuse is refused before it is asked. */
function objectionTo({ amount, method, installmentMonths, urls }: StartRequest): Outcome<never> | undefined {
  if (!kakaoMethods.includes(method)) return declined('method_not_supported', `KakaoPay has no ${method}`);
  if (!Number.isSafeInteger(amount) || amount <= 0) return declined('invalid_amount', 'The amount must be above 0');
  if (installmentMonths < 0 || installmentMonths > 12)
    return declined('invalid_instalment', 'Instalments are over 12 months at most');
  if (Object.values(urls).some((url) => url.length > longestUrl))
    return declined(
      'url_too_long',
      `KakaoPay takes addresses of ${longestUrl} characters at most: PUBLIC_URL is too long`,
    );
  return undefined;
}
