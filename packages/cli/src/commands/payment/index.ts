import { paymentDlq } from './dlq.js';
import { paymentGet } from './get.js';
import { paymentHistory } from './history.js';
import { paymentList } from './list.js';
import { paymentRefund } from './refund.js';
import { paymentRefundQuote } from './refund-quote.js';
import { paymentRefunds } from './refunds.js';
import { paymentSettle } from './settle.js';

export const payment = [
  paymentList,
  paymentGet,
  paymentHistory,
  paymentSettle,
  paymentRefund,
  paymentRefunds,
  paymentRefundQuote,
  paymentDlq,
];
