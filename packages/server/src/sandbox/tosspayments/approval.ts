import { statusOf, TossRefusal } from './errors.js';
import { isTaken, type TossPayment } from './payment.js';
import { isBelowMinimum } from './window-request.js';
import { paymentOfOrder, type TossWorld } from './world.js';

const hourMs = 3_600_000;

/** What `POST /v1/payments/confirm` says. */
export interface Confirmation {
  readonly orderId: string;
  readonly amount: number;
}

/** @throws TossRefusal when it may not be confirmed so */
export function mustBeConfirmable(world: TossWorld, payment: TossPayment, { orderId, amount }: Confirmation): void {
  const { request, status, merchant } = payment;
  if (isTaken(payment)) throw new TossRefusal('ALREADY_PROCESSED_PAYMENT');
  if (status !== 'IN_PROGRESS') throw new TossRefusal('NOT_FOUND_PAYMENT_SESSION');
  if (orderId !== request.orderId) throw new TossRefusal('INVALID_REQUEST');
  if (paymentOfOrder(world, orderId, (one) => isTaken(one) && one.merchant === merchant) !== undefined)
    throw new TossRefusal('DUPLICATED_ORDER_ID');
  if (isBelowMinimum(request.method, payment.amount)) throw new TossRefusal('BELOW_MINIMUM_AMOUNT');
  if (amount !== payment.amount && world.guesses.amountMismatch === 'refuse') throw new TossRefusal('INVALID_REQUEST');
}

/** Takes the money, or gives out the account it is to be paid into. @throws TossRefusal when the card company refuses */
export function approve(world: TossWorld, payment: TossPayment): void {
  const refusal = world.refusals.get(payment.request.orderId);
  if (refusal !== undefined) {
    world.refusals.delete(payment.request.orderId);
    refuse(world, payment, refusal);
  }
  payment.stopTimer();
  payment.secret = world.keys.secret();
  if (payment.request.method === 'VIRTUAL_ACCOUNT') issueAccount(world, payment);
  else take(world, payment);
  world.changed(payment);
}

function refuse(world: TossWorld, payment: TossPayment, code: string): never {
  const refusal = new TossRefusal(code);
  // After a fault of the system the buyer's authentication still stands.
  if ((statusOf(code) ?? 400) < 500) {
    payment.stopTimer();
    payment.status = 'ABORTED';
    payment.failure = code;
    world.changed(payment);
  }
  throw refusal;
}

function take(world: TossWorld, payment: TossPayment): void {
  const at = world.clock.now();
  payment.status = 'DONE';
  payment.approvedAt = at;
  payment.transactionKey = world.keys.transactionKey();
  const { transactionKey, amount } = payment;
  world.addTransaction({ payment, transactionKey, at, amount, status: 'DONE', cancel: null });
  world.truth(payment, 'charge', amount, payment.taxFree);
}

function issueAccount(world: TossWorld, payment: TossPayment): void {
  const { request, bankCode } = payment;
  const now = world.clock.now();
  const dueAt = request.dueAt ?? now + request.validHours * hourMs;
  const isTest = payment.merchant.secretKey.startsWith('test_');
  payment.status = 'WAITING_FOR_DEPOSIT';
  payment.transactionKey = world.keys.transactionKey();
  payment.virtualAccount = {
    // Accounts of the test environment begin with an X: nobody can pay into them.
    ...{ bankCode, number: `${isTest ? 'X' : ''}${world.keys.digits(14)}`, dueAt },
    ...{ depositorName: '', expired: false, refundStatus: 'NONE' },
  };
  payment.stopTimer = world.clock.after(dueAt - now, () => {
    // Its status stays, and nobody is told.
    if (payment.status === 'WAITING_FOR_DEPOSIT' && payment.virtualAccount !== null)
      payment.virtualAccount.expired = true;
  });
}

/** Somebody pays into the account. @throws Error when it takes nothing (any more) */
export function deposit(world: TossWorld, payment: TossPayment): void {
  const { virtualAccount, status } = payment;
  if (virtualAccount === null || status !== 'WAITING_FOR_DEPOSIT' || virtualAccount.expired)
    throw new Error(`The payment of ${payment.request.orderId} waits for no deposit`);
  virtualAccount.depositorName = payment.request.customerName;
  take(world, payment);
  world.changed(payment);
}

/** The bank finds that the deposit failed, and it is waited for again. @throws Error when there is none */
export function revertDeposit(world: TossWorld, payment: TossPayment): void {
  const { virtualAccount, status, transactionKey } = payment;
  if (virtualAccount === null || status !== 'DONE' || transactionKey === null)
    throw new Error(`The payment of ${payment.request.orderId} has no deposit that can fail`);
  world.withdraw(transactionKey);
  payment.status = 'WAITING_FOR_DEPOSIT';
  payment.approvedAt = null;
  payment.transactionKey = world.keys.transactionKey();
  virtualAccount.depositorName = '';
  virtualAccount.expired = virtualAccount.dueAt <= world.clock.now();
  world.truth(payment, 'reversal', payment.amount, payment.taxFree);
  world.changed(payment);
}
