import type { PaymentMethod } from '@didacto/sdk/contract';
import type { Outcome, Started, StartRequest } from '../port.js';
import { realScriptUrl, type TossPaymentsConfig } from './config.js';

/** Our words for Toss's. Easy pay is a choice within its card window. */
const methods: Readonly<Partial<Record<PaymentMethod, string>>> = {
  card: 'CARD',
  virtual_account: 'VIRTUAL_ACCOUNT',
  transfer: 'TRANSFER',
  mobile_phone: 'MOBILE_PHONE',
};

export const tossMethods: readonly PaymentMethod[] = ['card', 'virtual_account', 'transfer', 'mobile_phone'];

const leastForInstallments = 50_000;
const longestText = 100;

/**
 * What the checkout page hands to `TossPayments(clientKey).payment({ customerKey }).requestPayment(request)`. Nothing is
 * registered with Toss beforehand; the amount is compared when we confirm.
 */
export function started(config: TossPaymentsConfig, request: StartRequest): Outcome<Started> {
  const method = methods[request.method];
  if (method === undefined) return declined('NOT_SUPPORTED_METHOD', `Toss Payments has no ${request.method} here`);
  const objection = objectionTo(request);
  if (objection !== undefined) return objection;
  const { clientKey, scriptUrl = realScriptUrl } = config;
  const { paymentId, orderName, amount, taxFree, buyerId, buyer, urls } = request;
  return {
    outcome: 'approved',
    value: {
      providerPaymentId: null,
      action: {
        kind: 'script',
        provider: 'tosspayments',
        scriptUrl,
        setUp: { clientKey, customerKey: buyerId },
        request: {
          ...{ method, amount: { currency: 'KRW', value: amount }, taxFreeAmount: taxFree },
          ...{ orderId: paymentId, orderName, successUrl: urls.success, failUrl: urls.fail, windowTarget: 'self' },
          ...(buyer.name !== '' && { customerName: [...buyer.name].slice(0, longestText / 2).join('') }),
          ...(buyer.email !== '' && buyer.email.length <= longestText && { customerEmail: buyer.email }),
          ...optionsOf(config, request),
        },
      },
    },
  };
}

/** By method; a buyer of a virtual account says in the window whether a cash receipt is wanted. */
function optionsOf(
  { virtualAccountHours = 24 }: TossPaymentsConfig,
  { method, installmentMonths }: StartRequest,
): Record<string, Record<string, string | number | boolean>> {
  if (method === 'virtual_account') return { virtualAccount: { useEscrow: false, validHours: virtualAccountHours } };
  if (method === 'card')
    return { card: { useEscrow: false, flowMode: 'DEFAULT', cardInstallmentPlan: installmentMonths } };
  return {};
}

/** What the window would refuse is refused before the browser leaves. */
function objectionTo({ amount, method, installmentMonths }: StartRequest): Outcome<never> | undefined {
  const least = method === 'transfer' ? 200 : 100;
  if (amount < least) return declined('BELOW_MINIMUM_AMOUNT', `Toss Payments takes ${least} KRW at the least`);
  if (installmentMonths === 0 || method !== 'card') return undefined;
  if (installmentMonths < 2 || installmentMonths > 12)
    return declined('EXCEED_MAX_CARD_INSTALLMENT_PLAN', 'Instalments are over 2 to 12 months');
  if (amount < leastForInstallments)
    return declined(
      'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT',
      `Instalments are for ${leastForInstallments} KRW or more`,
    );
  return undefined;
}

export const declined = (code: string, message: string): Extract<Outcome<never>, { outcome: 'declined' }> => ({
  outcome: 'declined',
  code: code.slice(0, 100),
  message,
});
