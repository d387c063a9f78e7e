import type { SandboxReply } from '../kit/http.js';
import { type Attempts, wasPaid } from './attempts.js';
import { amountIn, type Fields } from './json-body.js';
import type { PayRequest } from './pay-request.js';
import { done, invalid, refused } from './replies.js';

interface Registered {
  readonly totalAmount: number | undefined;
  readonly taxFreeAmount: number | undefined;
  readonly currency: string | undefined;
}

/** What merchants register of a payment before its window opens; the window holds the page to it. */
export function preRegistrations(attempts: Attempts) {
  const known = new Map<string, Registered>();
  return {
    register: (paymentId: string, fields: Fields): SandboxReply => {
      const [totalAmount, taxFreeAmount] = [amountIn(fields, 'totalAmount'), amountIn(fields, 'taxFreeAmount')];
      const { currency } = fields;
      const isText = currency === undefined || typeof currency === 'string';
      if (totalAmount === 'invalid' || taxFreeAmount === 'invalid' || !isText)
        return invalid('사전 등록 정보가 올바르지 않습니다.');
      if (attempts.of(paymentId).some(wasPaid)) return refused('ALREADY_PAID', '결제가 이미 완료되었습니다.');
      known.set(paymentId, { totalAmount, taxFreeAmount, currency });
      return done({});
    },
    /** Whether the page asks for what was registered. */
    allows: ({ paymentId, totalAmount, taxFreeAmount, currency }: PayRequest): boolean => {
      const registered = known.get(paymentId);
      if (registered === undefined) return true;
      const same = <T>(one: T | undefined, other: T): boolean => one === undefined || one === other;
      return (
        same(registered.totalAmount, totalAmount) &&
        same(registered.taxFreeAmount, taxFreeAmount) &&
        same(registered.currency, currency)
      );
    },
  };
}

export type PreRegistrations = ReturnType<typeof preRegistrations>;
