import { messageOf, type TossLanguage } from './errors.js';
import { kstLocal, kstTime } from './kst.js';
import type { TossCancel, TossMethod, TossPayment } from './payment.js';

export const methodNames: Readonly<Record<TossMethod, string>> = {
  CARD: '카드',
  VIRTUAL_ACCOUNT: '가상계좌',
  TRANSFER: '계좌이체',
  MOBILE_PHONE: '휴대폰',
};

const vatOf = (amount: number, taxFree: number): number => Math.round((amount - taxFree) / 11);

/** The Payment object. Amounts of tax are those of what is left; `totalAmount` stays. */
export function paymentJson(payment: TossPayment, version: string, url: string, language: TossLanguage = 'ko') {
  const { request, paymentKey, balance, taxFreeBalance } = payment;
  const vat = vatOf(balance, taxFreeBalance);
  const isApproved = payment.secret !== null;
  return {
    ...{ mId: payment.merchant.mId, version, paymentKey, type: 'NORMAL', status: payment.status },
    ...{ orderId: request.orderId, orderName: request.orderName, lastTransactionKey: payment.transactionKey },
    ...{ transactionKey: payment.transactionKey, currency: 'KRW', country: 'KR' },
    method: isApproved ? methodNames[request.method] : null,
    ...{ totalAmount: payment.amount, balanceAmount: balance, suppliedAmount: balance - taxFreeBalance - vat, vat },
    ...{ taxFreeAmount: taxFreeBalance, taxExemptionAmount: 0, cultureExpense: false, useEscrow: false },
    requestedAt: kstTime(payment.requestedAt),
    approvedAt: payment.approvedAt === null ? null : kstTime(payment.approvedAt),
    isPartialCancelable: true,
    cancels: payment.cancels.length === 0 ? null : payment.cancels.map(cancelJson),
    card: isApproved && request.method === 'CARD' ? cardJson(payment) : null,
    virtualAccount: virtualAccountJson(payment),
    transfer: isApproved && request.method === 'TRANSFER' ? { bankCode: '88', settlementStatus: 'INCOMPLETED' } : null,
    mobilePhone: isApproved && request.method === 'MOBILE_PHONE' ? mobilePhoneJson(url, paymentKey) : null,
    ...{ secret: payment.secret, easyPay: null, giftCertificate: null, discount: null, metadata: null },
    ...{ cashReceipt: null, cashReceipts: null },
    receipt: isApproved ? { url: receiptUrl(url, paymentKey) } : null,
    checkout: { url: `${url}/v1/payments/${paymentKey}/checkout` },
    failure: payment.failure === null ? null : { code: payment.failure, message: messageOf(payment.failure, language) },
  };
}

export const receiptUrl = (url: string, paymentKey: string): string => `${url}/v1/payments/${paymentKey}/receipt`;

export const cancelJson = (cancel: TossCancel) => ({
  ...{ cancelAmount: cancel.amount, cancelReason: cancel.reason, taxFreeAmount: cancel.taxFree, taxExemptionAmount: 0 },
  ...{
    refundableAmount: cancel.refundable,
    cardDiscountAmount: 0,
    transferDiscountAmount: 0,
    easyPayDiscountAmount: 0,
  },
  ...{ canceledAt: kstTime(cancel.at), transactionKey: cancel.transactionKey, receiptKey: null },
  ...{ cancelStatus: 'DONE', cancelRequestId: null },
});

const cardJson = ({ amount, installmentMonths, approveNo, cancels }: TossPayment) => ({
  ...{
    amount,
    issuerCode: '61',
    acquirerCode: '31',
    number: '94001234****567*',
    installmentPlanMonths: installmentMonths,
  },
  ...{ approveNo, useCardPoint: false, cardType: '신용', ownerType: '개인' },
  acquireStatus: cancels.length === 0 ? 'READY' : 'CANCELED',
  ...{ isInterestFree: false, interestPayer: null },
});

function virtualAccountJson({ virtualAccount, request }: TossPayment) {
  if (virtualAccount === null) return null;
  const { bankCode, number, dueAt, depositorName, expired, refundStatus } = virtualAccount;
  return {
    ...{ accountType: '일반', accountNumber: number, bankCode, customerName: request.customerName, depositorName },
    ...{ dueDate: kstLocal(dueAt), refundStatus, expired, settlementStatus: 'INCOMPLETED', refundReceiveAccount: null },
  };
}

const mobilePhoneJson = (url: string, paymentKey: string) => ({
  ...{ customerMobilePhone: '01000000000', settlementStatus: 'INCOMPLETED' },
  receiptUrl: receiptUrl(url, paymentKey),
});
