import { getCheckoutStatus, openCheckout, payCheckout, returnToCheckout } from './api.js';
import { askWithBackoff } from './backoff.js';
import { forgetAttempt, keepAttempt, keptAttempt, orderId, takeCode } from './checkout-code.js';
import { fillOrder } from './checkout-order.js';
import { fillResult } from './checkout-result.js';
import { readReturn } from './checkout-return.js';
import { isEnded, isOpen, stepOf } from './checkout-steps.js';
import { button, form } from './dom.js';
import { onPress, onSubmit, showProblem } from './form.js';
import { isProblem } from './problem.js';
import { openWindow } from './provider-window.js';
import { showStep } from './steps.js';

/** @import { CheckoutStatus } from '@didacto/sdk/contract' */
/** @import { Call } from './calls.js' */
/** @import { Return } from './checkout-return.js' */
/** @typedef {Omit<Parameters<Call<'checkouts', 'pay'>>[0], 'orderId' | 'code'>} Way */
/** @typedef {{ key: string, way: Way }} Attempt */

const code = takeCode() ?? '';
/** @type {Return | undefined} How the buyer came back from the provider; undefined: they have not been there. */
let back;
/** @type {number | undefined} Integer KRW, once the order is known. */
let total;
let stopAsking = () => {};

/** What is no answer to the question, so that it is asked again. */
const passing = [
  ...['unreachable', 'unexpected', 'internal_error', 'database_busy', 'rate_limited'],
  ...['idempotency_in_flight', 'provider_unavailable'],
];
/** What says that the order has moved on since it was shown. */
const movedOn = [
  ...['payment_in_progress', 'idempotency_in_flight', 'order_already_paid', 'order_not_open', 'order_expired'],
];

/** @param {CheckoutStatus} status */
const stepAt = (status) => stepOf(status, { isBack: back !== undefined, gaveUp: back?.outcome === 'cancel' });

/**
 * Shows how the checkout stands, and asks on for as long as that is open.
 * @param {CheckoutStatus} status
 */
async function show(status) {
  const step = stepAt(status);
  stopAsking();
  if (isEnded(step)) forgetAttempt();
  // Who came back, or met another tab's payment, has not seen the order yet.
  if (step === 'order' && (total === undefined || back !== undefined)) return look();
  if (step === 'waiting' && total === undefined && code !== '') await knowOrder();
  fillResult(status.payment, total);
  button('go-on').hidden = keptAttempt() === undefined;
  showStep(step);
  if (isOpen(step)) askOn(step);
}

/** @param {string} shown */
function askOn(shown) {
  stopAsking();
  stopAsking = askWithBackoff(async () => {
    const proof = back === undefined ? { code } : { paymentId: back.paymentId, nonce: back.nonce };
    const status = await getCheckoutStatus({ orderId, ...proof });
    const step = stepAt(status);
    // As long as the provider's window is there, only what ended in it is news.
    const isNews = shown === 'leaving' ? ['succeeded', 'waiting', 'refunded'].includes(step) : step !== shown;
    if (isNews) await show(status);
    return isNews;
  });
}

async function knowOrder() {
  const checkout = await openCheckout({ orderId, code });
  ({ total } = checkout);
  fillOrder(checkout);
  return checkout;
}

/** Opens the checkout as it stands now. */
async function look() {
  stopAsking();
  back = undefined;
  if (code === '') return showStep('no-code');
  const { state, payment } = await knowOrder();
  await show({ orderState: state, payment });
}

/** Tells the server that the buyer came back; it asks the provider, whatever the address says. @param {Return} how */
async function comeBack(how) {
  back = how;
  stopAsking();
  showStep('checking');
  const tell = async () => show(await returnToCheckout({ orderId, ...how }));
  await tell().catch(async (error) => {
    if (await explain(error)) return;
    showStep('unknown');
    // Told again until it is heard: with some providers nothing else moves the payment on.
    stopAsking = askWithBackoff(() => tell().then(() => true, explain));
  });
}

/** @param {unknown} error */
async function explain(error) {
  if (isProblem(error, ...passing)) return false;
  await look();
  showProblem(error);
  return true;
}

/**
 * Begins this attempt, or goes on with it: the same key starts nothing a second time.
 * @param {Attempt} attempt
 */
async function pay({ key, way }) {
  const { action } = await payCheckout({ orderId, code, ...way }, key).catch(async (error) => {
    // A refusal is an answer, and the next try another one.
    if (!isProblem(error, ...passing) || isProblem(error, 'provider_unavailable')) forgetAttempt();
    if (isProblem(error, ...movedOn)) await look();
    throw error;
  });
  showStep('leaving');
  askOn('leaving');
  const how = readReturn((await openWindow(action)).searchParams);
  await (how ? comeBack(how) : look());
}

onSubmit(form('pay'), async ({ choice = '', months = '0' }) => {
  const [provider, method] = choice.split(' ');
  // The values are those of the contract: the page is made from it.
  const way = /** @type {Way} */ ({ provider, method, installmentMonths: Number(months) });
  const kept = keptAttempt();
  // Where the answer to the first try was lost, the second is the same one.
  const isSame = kept !== undefined && JSON.stringify(kept.way) === JSON.stringify(way);
  const attempt = isSame ? kept : { key: newKey(), way };
  keepAttempt(attempt);
  await pay(attempt);
});
onPress(button('go-on'), async () => {
  const attempt = keptAttempt();
  await (attempt ? pay(attempt) : look());
});
onPress(button('start-over'), async () => {
  stopAsking();
  showStep('order');
});
for (const id of ['look', 'not-shown-look', 'leaving-look', 'declined-again', 'cancelled-again'])
  onPress(button(id), look);
// A page that the browser kept while the buyer was away still says that they are leaving.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) look().catch(showProblem);
});

const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The address is the provider's as much as ours: it is read once and leaves the address bar and the history. */
function takeReturn() {
  const query = new URLSearchParams(location.search);
  const language = query.get('lang');
  history.replaceState(
    null,
    '',
    location.pathname + (language === null ? '' : `?lang=${encodeURIComponent(language)}`),
  );
  return readReturn(query);
}

/** There is nothing to show: the link is none, or the server is not there. @param {unknown} error */
function giveUp(error) {
  const isWrong = isProblem(error, 'checkout_invalid', 'validation_failed');
  showStep(isWrong ? 'no-code' : 'not-shown');
  // What the address would have to look like is nothing to a buyer.
  if (!isProblem(error, 'validation_failed')) showProblem(error);
}

showStep('loading');
const cameBack = takeReturn();
(cameBack ? comeBack(cameBack) : look()).catch(giveUp);
