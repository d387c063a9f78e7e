import type { TossMerchant } from './options.js';

export const tossMethods = ['CARD', 'VIRTUAL_ACCOUNT', 'TRANSFER', 'MOBILE_PHONE'] as const;
export type TossMethod = (typeof tossMethods)[number];

export type TossStatus =
  | 'READY'
  | 'IN_PROGRESS'
  | 'WAITING_FOR_DEPOSIT'
  | 'DONE'
  | 'CANCELED'
  | 'PARTIAL_CANCELED'
  | 'ABORTED'
  | 'EXPIRED';

/** What `requestPayment` is called with, once it is found good. */
export interface TossRequest {
  readonly merchant: TossMerchant;
  readonly customerKey: string;
  readonly method: TossMethod;
  /** Integer KRW. */
  readonly amount: number;
  readonly taxFree: number;
  readonly orderId: string;
  readonly orderName: string;
  readonly customerName: string;
  readonly successUrl: string;
  readonly failUrl: string;
  /** Fixed by the merchant; null: the buyer chooses. */
  readonly installmentMonths: number | null;
  readonly mostInstallmentMonths: number;
  readonly validHours: number;
  /** When the deposit is due, where the merchant said it. */
  readonly dueAt: number | null;
}

export interface TossCancel {
  readonly amount: number;
  readonly taxFree: number;
  readonly reason: string;
  /** What was left after it. */
  readonly refundable: number;
  readonly at: number;
  readonly transactionKey: string;
}

export interface TossVirtualAccount {
  readonly bankCode: string;
  readonly number: string;
  readonly dueAt: number;
  depositorName: string;
  expired: boolean;
  refundStatus: 'NONE' | 'PENDING' | 'COMPLETED';
}

/** One payment as Toss keeps it. Only the files of this folder change it. */
export interface TossPayment {
  readonly request: TossRequest;
  readonly paymentKey: string;
  readonly requestedAt: number;
  /** Another one after an attack with the test keys. */
  merchant: TossMerchant;
  status: TossStatus;
  /** What the window asks for, then what was approved. */
  amount: number;
  taxFree: number;
  balance: number;
  taxFreeBalance: number;
  installmentMonths: number;
  bankCode: string;
  approvedAt: number | null;
  /** When the buyer finished in the window. */
  authenticatedAt: number | null;
  secret: string | null;
  transactionKey: string | null;
  readonly approveNo: string;
  cancels: TossCancel[];
  virtualAccount: TossVirtualAccount | null;
  failure: string | null;
  /** A confirmation or cancellation is under way. */
  isBusy: boolean;
  /** Ends the timer that runs for its status. */
  stopTimer: () => void;
}

/** Whether the order id is used up: approved at some time, or waiting for its deposit. */
export const isTaken = ({ status }: TossPayment): boolean =>
  status === 'DONE' || status === 'PARTIAL_CANCELED' || status === 'CANCELED' || status === 'WAITING_FOR_DEPOSIT';
