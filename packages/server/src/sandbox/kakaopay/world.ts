import type { SandboxClock } from '../kit/clock.js';
import type { TruthRow } from '../kit/truth-ledger.js';
import { isTestCid, type KakaoGuesses } from './options.js';
import type { KakaoAction, KakaoPayment, KakaoRequest } from './payment.js';

/** All that one sandbox of KakaoPay knows, and how it acts on the outside. */
export interface KakaoWorld {
  readonly clock: SandboxClock;
  readonly guesses: KakaoGuesses;
  readonly cids: readonly string[];
  byTid(tid: string): KakaoPayment | undefined;
  byWindow(key: string): KakaoPayment | undefined;
  add(request: KakaoRequest): KakaoPayment;
  pgToken(): string;
  /** Puts down money that moved. */
  moved(payment: KakaoPayment, action: Omit<KakaoAction, 'aid' | 'at'>): KakaoAction;
}

interface WorldOptions extends Pick<KakaoWorld, 'clock' | 'guesses' | 'cids'> {
  readonly random: () => number;
  readonly addTruth: (row: TruthRow) => void;
}

export function kakaoWorld({ clock, guesses, cids, random, addTruth }: WorldOptions): KakaoWorld {
  const byTid = new Map<string, KakaoPayment>();
  const byWindow = new Map<string, KakaoPayment>();
  const draw = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  const numbered = (letter: string): string => letter + draw('0123456789', 19);
  return {
    ...{ clock, guesses, cids },
    byTid: (tid) => byTid.get(tid),
    byWindow: (key) => byWindow.get(key),
    add: (request) => {
      const payment: KakaoPayment = {
        ...{ tid: numbered('T'), windowKey: draw('0123456789abcdef', 64), request, createdAt: clock.now() },
        ...{ cid: request.cid, status: 'READY', amount: request.amount, pgToken: null, actions: [] },
        methodType: request.methodType ?? ((request.installMonth ?? 0) > 0 ? 'CARD' : 'MONEY'),
        installMonth: request.installMonth ?? 0,
        ...{ isBusy: false, isAtBank: false, bankAnswers: [] },
      };
      byTid.set(payment.tid, payment);
      byWindow.set(payment.windowKey, payment);
      return payment;
    },
    pgToken: () => draw('0123456789abcdef', 20),
    moved: (payment, what) => {
      const action: KakaoAction = { ...what, aid: numbered('A'), at: clock.now() };
      payment.actions = [...payment.actions, action];
      addTruth({
        ...{ provider: 'kakaopay', reference: payment.request.orderId, providerPaymentId: payment.tid },
        ...{ kind: action.type === 'PAYMENT' ? 'charge' : 'refund', test: isTestCid(payment.cid) },
        ...{ amount: action.amount.total, taxFree: action.amount.taxFree, at: new Date(action.at).toISOString() },
      });
      return action;
    },
  };
}
