import type { Checkout, CheckoutAction, CheckoutPayment, CheckoutStatus } from '@didacto/sdk/contract';
import type { Answers } from './fake-school.js';

export const orderId = 'ord_01h2xcejqtf2nbrexx3vqjhp41';
export const paymentId = 'pay_01h2xcejqtf2nbrexx3vqjhp41';
export const code = 'checkout-code-of-this-order';
export const nonce = 'nonce-of-this-one-payment';
export const checkoutPath = `/checkout/${orderId}`;
export const link = `${checkoutPath}#code=${code}`;
/** Where the browser comes back to; more of the query is the provider's. */
export const backPath = (outcome: string, more = ''): string =>
  `${checkoutPath}?payment=${paymentId}&nonce=${nonce}&outcome=${outcome}${more}`;

export const checkout = (over: Partial<Checkout> = {}): Checkout => ({
  orderId,
  state: 'open',
  lines: [
    { name: '파이썬 기초 수강료', quantity: 1, amount: 280_000 },
    { name: '교재', quantity: 2, amount: 20_000 },
  ],
  total: 300_000,
  currency: 'KRW',
  expiresAt: new Date(Date.now() + 1_800_000).toISOString(),
  testMode: false,
  providers: [
    { provider: 'tosspayments', methods: ['card', 'virtual_account'] },
    { provider: 'kakaopay', methods: ['easy_pay'] },
  ],
  payment: null,
  ...over,
});

export const payment = (over: Partial<CheckoutPayment> = {}): CheckoutPayment => ({
  id: paymentId,
  provider: 'tosspayments',
  method: 'card',
  state: 'not_started',
  reason: null,
  virtualAccount: null,
  receiptUrl: null,
  ...over,
});

export const status = (
  orderState: CheckoutStatus['orderState'],
  over: Partial<CheckoutPayment> = {},
): CheckoutStatus => ({ orderState, payment: payment(over) });

export const calls = {
  open: `POST /v1/checkouts/${orderId}/open`,
  pay: `POST /v1/checkouts/${orderId}/payments`,
  return: `POST /v1/checkouts/${orderId}/return`,
  status: `POST /v1/checkouts/${orderId}/status`,
} as const;

/** An order that is paid at the first try, by whatever `action` says. */
export const payingAnswers = (action: CheckoutAction): Answers => ({
  [calls.open]: () => checkout(),
  [calls.pay]: () => ({ payment: payment(), action }),
  [calls.return]: () => status('paid', { state: 'succeeded' }),
  [calls.status]: () => status('open'),
});
