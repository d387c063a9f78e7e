/** What the documents list; those of steps that take no time here are never seen. */
export type KakaoStatus =
  | 'READY'
  | 'SEND_TMS'
  | 'OPEN_PAYMENT'
  | 'SELECT_METHOD'
  | 'ARS_WAITING'
  | 'AUTH_PASSWORD'
  | 'ISSUED_SID'
  | 'SUCCESS_PAYMENT'
  | 'PART_CANCEL_PAYMENT'
  | 'CANCEL_PAYMENT'
  | 'FAIL_AUTH_PASSWORD'
  | 'QUIT_PAYMENT'
  | 'FAIL_PAYMENT';

/** An amount with its parts, in KRW. */
export interface Split {
  readonly total: number;
  readonly taxFree: number;
  readonly vat: number;
}

/** Where none is given. */
export const usualVat = (total: number, taxFree: number): number => Math.round((total - taxFree) / 11);

export interface KakaoAction {
  readonly aid: string;
  readonly type: 'PAYMENT' | 'CANCEL';
  readonly amount: Split;
  readonly at: number;
  readonly payload: string | null;
}

export interface KakaoRequest {
  readonly cid: string;
  readonly orderId: string;
  readonly userId: string;
  readonly itemName: string;
  readonly itemCode: string | null;
  readonly quantity: number;
  readonly amount: Split;
  readonly approvalUrl: string;
  readonly cancelUrl: string;
  readonly failUrl: string;
  readonly methodType: 'CARD' | 'MONEY' | null;
  readonly installMonth: number | null;
}

export interface KakaoPayment {
  readonly tid: string;
  /** In the window's address: who knows the tid does not know it. */
  readonly windowKey: string;
  readonly request: KakaoRequest;
  readonly createdAt: number;
  /** The channel it went through; an attack can make it differ from what was asked for. */
  cid: string;
  status: KakaoStatus;
  /** What is taken; an attack can make it differ, too. */
  amount: Split;
  methodType: 'CARD' | 'MONEY';
  installMonth: number;
  pgToken: string | null;
  actions: readonly KakaoAction[];
  /** An approval or cancellation is under way. */
  isBusy: boolean;
  /** A bank has not answered yet. */
  isAtBank: boolean;
  /** What the bank will say to the next movements, in their order. */
  bankAnswers: readonly string[];
}

const nothing: Split = { total: 0, taxFree: 0, vat: 0 };

const plus = (one: Split, other: Split, sign: 1 | -1 = 1): Split => ({
  total: one.total + sign * other.total,
  taxFree: one.taxFree + sign * other.taxFree,
  vat: one.vat + sign * other.vat,
});

export const cancelledOf = ({ actions }: KakaoPayment): Split =>
  actions.filter(({ type }) => type === 'CANCEL').reduce((sum, { amount }) => plus(sum, amount), nothing);

/** What can be cancelled; nothing as long as nothing was taken. */
export const availableOf = (payment: KakaoPayment): Split =>
  wasTaken(payment) ? plus(payment.amount, cancelledOf(payment), -1) : nothing;

export const wasTaken = ({ status }: KakaoPayment): boolean =>
  status === 'SUCCESS_PAYMENT' || status === 'PART_CANCEL_PAYMENT' || status === 'CANCEL_PAYMENT';

/** The buyer's part is still to come. */
export const isOpen = ({ status }: KakaoPayment): boolean => status === 'READY' || status === 'OPEN_PAYMENT';
