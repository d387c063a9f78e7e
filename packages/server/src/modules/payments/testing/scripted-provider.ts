import type { CheckoutAction, ProviderName } from '@didacto/sdk/contract';
import type {
  Outcome,
  PaymentKeys,
  PaymentProvider,
  ProviderPayment,
  ProviderRefund,
  StartRequest,
} from '../providers/port.js';

/** What goes wrong with the next call: nothing is done, or it is done and its reply is lost. */
export type Mishap = 'lost_before' | 'lost_after' | 'declined';
type Call = 'ready' | 'confirm' | 'inquire' | 'refund';

/**
 * A provider at the port, for tests of the rules above it: it keeps its own books, refuses what a real one refuses, and
 * does what a test scripts. The providers themselves are tested against the sandbox.
 */
export interface ScriptedProvider extends PaymentProvider {
  readonly calls: readonly string[];
  /** For the next such calls, in order. */
  script(call: Call, ...mishaps: readonly (Mishap | 'fine')[]): void;
  /** The buyer finishes at the provider; a direct one takes the money by that. */
  buyerPays(paymentId: string, change?: Partial<ProviderPayment>): void;
  /** What the provider really holds for a payment. */
  held(paymentId: string): number;
  /** Changes what the provider says of a payment. */
  set(paymentId: string, change: Partial<ProviderPayment>): void;
  /** Whether it names the payment when it begins, or by what the buyer's browser brings back. */
  namesAtStart: boolean;
  /** Runs while a confirmation is under way, before its effect. */
  onConfirm: () => Promise<void>;
  /** The same of a refund. */
  onRefund: () => Promise<void>;
}

const lost = { outcome: 'unknown', code: 'timeout', message: 'no reply' } as const;

export function scriptedProvider(name: ProviderName, captures: PaymentProvider['captures']): ScriptedProvider {
  const payments = new Map<string, ProviderPayment>();
  const calls: string[] = [];
  const scripts = new Map<Call, (Mishap | 'fine')[]>();
  const next = (call: Call, id: string): Mishap | 'fine' => {
    calls.push(`${call} ${id}`);
    return scripts.get(call)?.shift() ?? 'fine';
  };
  const answer = <T>(mishap: Mishap | 'fine', work: () => Outcome<T>): Outcome<T> => {
    if (mishap === 'lost_before') return lost;
    if (mishap === 'declined') return { outcome: 'declined', code: 'REJECT_CARD', message: 'refused' };
    const done = work();
    return mishap === 'lost_after' ? lost : done;
  };
  const set = (paymentId: string, change: Partial<ProviderPayment>): void => {
    const payment = payments.get(paymentId);
    if (payment === undefined) throw new Error(`the provider knows no ${paymentId}`);
    payments.set(paymentId, { ...payment, ...change });
  };
  const provider: ScriptedProvider = {
    name,
    captures,
    methods: ['card', 'virtual_account'],
    merchantIds: ['merchant'],
    origins: { script: [], connect: [], frame: [] },
    calls,
    namesAtStart: true,
    onConfirm: async () => {},
    onRefund: async () => {},
    script: (call, ...mishaps) => void scripts.set(call, [...(scripts.get(call) ?? []), ...mishaps]),
    set,
    held: (paymentId) => {
      const payment = payments.get(paymentId);
      return payment?.status === 'captured' ? payment.amount - payment.refunded : 0;
    },
    buyerPays: (paymentId, change = {}) =>
      set(paymentId, {
        status: captures === 'on_confirm' ? 'authenticated' : 'captured',
        ...(captures === 'at_provider' && { capturedAt: '2026-09-01T00:00:00.000Z' }),
        ...change,
      }),
    ready: async (request: StartRequest) =>
      answer(next('ready', request.paymentId), () => {
        payments.set(request.paymentId, freshPayment(request));
        const action: CheckoutAction = {
          kind: 'redirect',
          desktopUrl: 'https://pay.test',
          mobileUrl: 'https://pay.test',
        };
        const providerPaymentId = provider.namesAtStart ? `key_${request.paymentId}` : null;
        return { outcome: 'approved', value: { providerPaymentId, action } };
      }),
    confirm: async (keys: PaymentKeys, _returned, amount) => {
      const mishap = next('confirm', keys.paymentId);
      await provider.onConfirm();
      return answer(mishap, () => {
        const payment = payments.get(keys.paymentId);
        if (payment?.status === 'authenticated') set(keys.paymentId, { status: 'captured', amount });
        const now = payments.get(keys.paymentId);
        return now === undefined
          ? { outcome: 'declined', code: 'NOT_FOUND', message: '' }
          : { outcome: 'approved', value: now };
      });
    },
    inquire: async ({ paymentId }) =>
      answer(next('inquire', paymentId), () => ({ outcome: 'approved', value: payments.get(paymentId) ?? null })),
    refund: async (request) => {
      const mishap = next('refund', request.refundId);
      await provider.onRefund();
      return answer<ProviderRefund>(mishap, () => {
        const payment = payments.get(request.paymentId);
        const balance = payment === undefined ? 0 : payment.amount - payment.refunded;
        if (payment === undefined || balance !== request.expectedBalance || request.amount > balance)
          return { outcome: 'declined', code: 'BALANCE_DIFFERS', message: '' };
        const made: ProviderRefund = {
          ...{ cancellationId: `cxl_${payment.refunds.length + 1}`, amount: request.amount, taxFree: request.taxFree },
          ...{ at: '2026-09-02T00:00:00.000Z', refundId: request.refundId },
        };
        set(request.paymentId, { refunded: payment.refunded + request.amount, refunds: [...payment.refunds, made] });
        return { outcome: 'approved', value: made };
      });
    },
    parseWebhook: ({ body }) => ({
      ...{
        kind: 'hint',
        eventType: 'changed',
        deliveryId: body.toString(),
        paymentId: body.toString().split(' ')[0] ?? null,
      },
      ...{ providerPaymentId: null, proof: 'unsigned', secret: null },
    }),
    listTransactions: () => null,
    listSettlements: () => null,
  };
  return provider;
}

const freshPayment = ({ paymentId, amount, taxFree }: StartRequest): ProviderPayment => ({
  ...{ providerPaymentId: `key_${paymentId}`, paymentId, merchantId: 'merchant', status: 'ready', amount, taxFree },
  ...{ currency: 'KRW', refunded: 0, refunds: [], testMode: false, method: 'card', installmentMonths: 0 },
  ...{ capturedAt: null, dueAt: null, virtualAccount: null, receiptUrl: null, secret: null, failure: null },
});
