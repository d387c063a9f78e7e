import type { SandboxClock } from '../kit/clock.js';
import type { TruthRow } from '../kit/truth-ledger.js';
import { isTestMerchant, type TossGuesses, type TossMerchant } from './options.js';
import type { TossCancel, TossPayment, TossRequest } from './payment.js';

/** One row of the transactions' feed: an approval or a cancellation. */
export interface TossTransaction {
  readonly payment: TossPayment;
  readonly transactionKey: string;
  readonly at: number;
  /** Above 0. */
  readonly amount: number;
  readonly status: 'DONE' | 'CANCELED' | 'PARTIAL_CANCELED';
  readonly cancel: TossCancel | null;
}

/** All that one sandbox of Toss knows, and how it acts on the outside. */
export interface TossWorld {
  readonly clock: SandboxClock;
  readonly guesses: TossGuesses;
  readonly merchants: readonly TossMerchant[];
  /** By paymentKey, in the order they were made. */
  readonly payments: ReadonlyMap<string, TossPayment>;
  /** Oldest first. */
  ofOrder(orderId: string): readonly TossPayment[];
  readonly transactions: readonly TossTransaction[];
  /** Puts down an approval or cancellation that happened. */
  addTransaction(transaction: TossTransaction): void;
  /** A deposit that failed later was none. */
  withdraw(transactionKey: string): void;
  readonly keys: TossKeys;
  add(request: TossRequest): TossPayment;
  /** Codes that the card company answers the next confirmations of an order with. */
  readonly refusals: Map<string, string>;
  /** Tells the merchant. */
  changed(payment: TossPayment): void;
  truth(payment: TossPayment, kind: TruthRow['kind'], amount: number, taxFree: number): void;
}

export interface TossKeys {
  paymentKey(): string;
  transactionKey(): string;
  secret(): string;
  digits(length: number): string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function tossKeys(random: () => number): TossKeys {
  const draw = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  return {
    paymentKey: () => draw(letters, 44),
    transactionKey: () => draw('0123456789ABCDEF', 32),
    secret: () => `ps_${draw(letters, 30)}`,
    digits: (length) => draw('0123456789', length),
  };
}

interface WorldOptions extends Pick<TossWorld, 'clock' | 'guesses' | 'merchants' | 'changed'> {
  readonly random: () => number;
  readonly addTruth: (row: TruthRow) => void;
}

export function tossWorld({ clock, guesses, merchants, changed, random, addTruth }: WorldOptions): TossWorld {
  const payments = new Map<string, TossPayment>();
  const byOrder = new Map<string, readonly TossPayment[]>();
  let transactions: TossTransaction[] = [];
  const keys = tossKeys(random);
  return {
    ...{ clock, guesses, merchants, changed, payments, keys },
    ofOrder: (orderId) => byOrder.get(orderId) ?? [],
    get transactions() {
      return transactions;
    },
    addTransaction: (transaction) => void transactions.push(transaction),
    withdraw: (transactionKey) => {
      transactions = transactions.filter((one) => one.transactionKey !== transactionKey);
    },
    refusals: new Map(),
    add: (request) => {
      const { merchant, amount, taxFree } = request;
      const payment: TossPayment = {
        ...{ request, paymentKey: keys.paymentKey(), requestedAt: clock.now(), merchant, status: 'READY' },
        ...{ amount, taxFree, balance: amount, taxFreeBalance: taxFree, bankCode: '88' },
        ...{ installmentMonths: request.installmentMonths ?? 0, approvedAt: null, authenticatedAt: null, secret: null },
        ...{ transactionKey: null, approveNo: keys.digits(8), cancels: [], virtualAccount: null, failure: null },
        ...{ isBusy: false, stopTimer: () => {} },
      };
      payments.set(payment.paymentKey, payment);
      byOrder.set(request.orderId, [...(byOrder.get(request.orderId) ?? []), payment]);
      return payment;
    },
    truth: (payment, kind, amount, taxFree) =>
      addTruth({
        ...{ provider: 'tosspayments', reference: payment.request.orderId, providerPaymentId: payment.paymentKey },
        ...{ kind, amount, taxFree, test: isTestMerchant(payment.merchant), at: new Date(clock.now()).toISOString() },
      }),
  };
}

/** Of an order's payments the approved one, else the newest; undefined: there is none. */
export function paymentOfOrder(
  world: Pick<TossWorld, 'ofOrder'>,
  orderId: string,
  isWanted: (payment: TossPayment) => boolean,
): TossPayment | undefined {
  const all = world.ofOrder(orderId).filter(isWanted);
  return all.findLast(({ secret }) => secret !== null) ?? all.at(-1);
}
