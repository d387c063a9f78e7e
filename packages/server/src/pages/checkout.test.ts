import type { CheckoutAction, CheckoutStatus } from '@didacto/sdk/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../platform/problem.js';
import { until } from '../testing/until.js';
import { hasChromium, type Visit } from './testing/browser.js';
import {
  backPath,
  calls,
  checkout,
  checkoutPath,
  code,
  link,
  nonce,
  payingAnswers,
  payment,
  paymentId,
  status,
} from './testing/checkout-answers.js';
import { type Answers, startFakeSchool } from './testing/fake-school.js';
import { inBrowser } from './testing/in-browser.js';

const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>"$&\'';

describe.skipIf(!hasChromium)('the checkout page', () => {
  const { site: school, open, complaints } = inBrowser(startFakeSchool);
  /** The provider's own page, as an address of this site: no test leaves this machine. */
  const redirect = (): CheckoutAction => ({
    kind: 'redirect',
    desktopUrl: `${school().url}${backPath('success', '&pg_token=pgt_1')}`,
    mobileUrl: `${school().url}${backPath('success', '&pg_token=pgt_mobile')}`,
  });
  const answer = (answers: Answers) => {
    school().answers = { ...payingAnswers(redirect()), ...answers };
  };
  beforeEach(() => {
    answer({});
    school().seen.length = 0;
  });
  afterEach(() => {
    expect(complaints()).toEqual([]);
  });
  const seen = (call: string) => school().seen.filter((one) => one.call === call);
  const shown = (page: Visit, name: string) => page.tab.locator(`[data-slot=${name}]`).innerText();
  const choose = (page: Visit, choice: string) => page.tab.check(`#choice-${choice}`);

  test('shows the order, its lines and its total, and the ways to pay it', async () => {
    const page = await open(link);
    await page.sees('Your order');
    expect(await page.tab.locator('#lines li').allInnerTexts()).toEqual([
      '파이썬 기초 수강료\n280,000 KRW',
      '교재 × 2\n20,000 KRW',
    ]);
    expect(await shown(page, 'total')).toBe('300,000 KRW');
    expect(await page.tab.locator('.choice:visible').allInnerTexts()).toEqual([
      'Card Toss Payments',
      'Virtual account Toss Payments',
      'Easy pay KakaoPay',
    ]);
    expect(await page.tab.locator('#test-mode').isVisible()).toBe(false);
    expect(await page.tab.getByRole('button', { name: 'Pay 300,000 KRW' }).isVisible()).toBe(true);
    expect(seen(calls.open).map(({ body }) => body)).toEqual([{ code }]);
  });

  test('is in Korean too, on a phone without a sideways scroll', async () => {
    answer({ [calls.open]: () => checkout({ testMode: true }) });
    const page = await open(link, { locale: 'ko-KR', viewport: { width: 360, height: 740 } });
    await page.sees('주문 내역');
    expect(await shown(page, 'total')).toBe('300,000원');
    expect(await page.tab.locator('#test-mode').innerText()).toContain('실제로 결제되지 않습니다');
    expect(await page.tab.getByRole('button', { name: '300,000원 결제하기' }).isVisible()).toBe(true);
    const overflow = () => page.tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
  });

  test('offers instalments for cards alone, and from 50,000 KRW on', async () => {
    const page = await open(link);
    await page.sees('Your order');
    const months = page.tab.locator('#months');
    expect(await months.isVisible()).toBe(true);
    await choose(page, 'kakaopay-easy_pay');
    expect(await months.isVisible()).toBe(false);
    await choose(page, 'tosspayments-card');
    await months.selectOption({ label: '3 months' });
    await page.press('Pay 300,000 KRW');
    await page.sees('Paid. Thank you!');
    expect(seen(calls.pay)[0]?.body).toEqual({
      ...{ code, provider: 'tosspayments', method: 'card', installmentMonths: 3 },
    });

    answer({ [calls.open]: () => checkout({ total: 49_999 }) });
    const cheap = await open(link);
    await cheap.sees('Your order');
    expect(await cheap.tab.locator('#months').isVisible()).toBe(false);
    await cheap.press('Pay 49,999 KRW');
    await cheap.sees('Paid. Thank you!');
    expect(seen(calls.pay)[1]?.body).toMatchObject({ installmentMonths: 0 });
  });

  test('goes to the provider and tells the server how the buyer came back, in the words of one payment', async () => {
    const page = await open(link);
    await page.sees('Your order');
    await choose(page, 'kakaopay-easy_pay');
    await page.press('Pay 300,000 KRW');
    await page.sees('Paid. Thank you!');
    expect(seen(calls.return).map(({ body }) => body)).toEqual([
      { paymentId, nonce, outcome: 'success', token: 'pgt_1' },
    ]);
    const keys = seen(calls.pay).map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    // Neither the code nor the nonce stays in an address.
    expect(page.tab.url()).toBe(school().url + checkoutPath);
    expect(await page.kept()).toEqual([expect.stringMatching(/^didacto\.checkout\..*\.code$/)]);
  });

  test('goes to the provider’s page for phones on a phone', async () => {
    const page = await open(link, { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile' });
    await page.sees('Your order');
    await page.press('Pay 300,000 KRW');
    await page.sees('Paid. Thank you!');
    expect(seen(calls.return)[0]?.body).toMatchObject({ token: 'pgt_mobile' });
  });

  test.each([
    {
      name: 'Toss Payments',
      query: '&paymentKey=pk_1&orderId=x&amount=300000',
      told: { providerPaymentId: 'pk_1', amount: 300_000 },
    },
    { name: 'PortOne V1', query: '&imp_uid=imp_1&merchant_uid=x', told: { providerPaymentId: 'imp_1' } },
    {
      name: 'PortOne V2',
      query: '&paymentId=x&txId=tx_1&paymentToken=pt_1',
      told: { providerPaymentId: 'tx_1', token: 'pt_1' },
    },
    { name: 'KakaoPay', query: '&pg_token=pgt_1', told: { token: 'pgt_1' } },
  ])('reads what $name puts into the address', async ({ query, told }) => {
    const page = await open(backPath('success', query));
    await page.sees('Paid. Thank you!');
    expect(seen(calls.return)[0]?.body).toEqual({ paymentId, nonce, outcome: 'success', ...told });
  });

  test.each([
    {
      query: backPath('fail', '&code=REJECT_CARD_COMPANY&message=x'),
      outcome: 'fail',
      heading: 'The payment was refused',
    },
    { query: backPath('fail', '&code=PAY_PROCESS_CANCELED'), outcome: 'cancel', heading: 'You cancelled the payment' },
    {
      query: backPath('success', '&imp_uid=i&error_code=F0002'),
      outcome: 'cancel',
      heading: 'You cancelled the payment',
    },
    { query: backPath('success', '&imp_uid=i&error_code=F0006'), outcome: 'fail', heading: 'The payment was refused' },
    {
      query: backPath('success', '&txId=t&code=PGProviderError&pgCode=PAY_PROCESS_CANCELED'),
      outcome: 'cancel',
      heading: 'You cancelled the payment',
    },
    { query: backPath('cancel'), outcome: 'cancel', heading: 'You cancelled the payment' },
  ])('tells $outcome of $query, and lets the buyer try again', async ({ query, outcome, heading }) => {
    answer({ [calls.return]: () => status('open', { state: 'declined', reason: 'REJECTED' }) });
    const page = await open(link);
    await page.sees('Your order');
    await page.tab.goto(school().url + query);
    await page.sees(heading);
    expect(seen(calls.return)[0]?.body).toMatchObject({ outcome });
    await page.press('Try again');
    await page.sees('Your order');
  });

  test.each([
    { reason: 'amount_mismatch', says: 'What was paid is not what this order asks for' },
    { reason: 'test_mode', says: 'What was paid is not what this order asks for' },
    { reason: 'REJECT_CARD_PAYMENT', says: 'The balance or the limit is not enough' },
    { reason: 'EXCEED_MAX_DAILY_PAYMENT_COUNT', says: 'The balance or the limit is not enough' },
    { reason: 'EXCEED_MAX_AUTH_COUNT', says: 'The details of the card or account were not accepted' },
    { reason: 'INVALID_CARD_EXPIRATION', says: 'The details of the card or account were not accepted' },
    { reason: 'NOT_AVAILABLE_BANK', says: 'The bank or card company does not answer now' },
    { reason: 'PAY_PROCESS_ABORTED', says: 'The payment ended before it was complete' },
    { reason: '-780', says: 'The bank or card company refused it' },
    { reason: null, says: 'The bank or card company refused it' },
  ])('says in words why it was refused: $reason', async ({ reason, says }) => {
    answer({ [calls.return]: () => status('open', { state: 'declined', reason }) });
    const page = await open(link);
    await page.sees('Your order');
    await page.tab.goto(school().url + backPath('fail', '&code=x'));
    await page.sees('The payment was refused');
    const shown = await page.tab.locator('[data-decline]:visible').allTextContents();
    expect(shown.map((text) => text.slice(0, says.length))).toEqual([says]);
    expect(await page.tab.locator('#reason').isVisible()).toBe(reason !== null);
  });

  test.each([
    { is: status('paid', { state: 'succeeded' }), heading: 'Paid. Thank you!' },
    { is: status('partially_refunded', { state: 'partially_refunded' }), heading: 'Paid. Thank you!' },
    { is: status('refunded', { state: 'refunded' }), heading: 'The payment was given back' },
    { is: status('open', { state: 'unknown' }), heading: 'We are asking the provider' },
    { is: status('open', { state: 'executing' }), heading: 'We are asking the provider' },
    { is: status('open', { state: 'not_started' }), heading: 'A payment is already under way' },
    { is: status('open', { state: 'declined' }), heading: 'Your order' },
    { is: status('open', { state: 'expired' }), heading: 'Your order' },
    { is: { orderState: 'expired', payment: null }, heading: 'The time to pay is over' },
    { is: { orderState: 'cancelled', payment: null }, heading: 'The order was cancelled' },
  ] satisfies { is: CheckoutStatus; heading: string }[])(
    'opened again says “$heading” of $is',
    async ({ is, heading }) => {
      answer({ [calls.open]: () => checkout({ state: is.orderState, payment: is.payment }), [calls.status]: () => is });
      const page = await open(link);
      await page.sees(heading);
    },
  );

  test('shows the account to pay into, and when the money has come', async () => {
    const virtualAccount = {
      bank: '한빛은행',
      number: '123-456-7890',
      holder: hostile,
      dueAt: '2026-12-01T14:59:59.000Z',
    };
    let paid = false;
    const waiting = status('open', { method: 'virtual_account', state: 'pending', virtualAccount });
    answer({
      [calls.return]: () => waiting,
      [calls.open]: () => checkout({ payment: waiting.payment }),
      [calls.status]: () => (paid ? status('paid', { state: 'succeeded' }) : waiting),
    });
    const page = await open(link);
    await page.sees('Waiting for your deposit');
    await page.tab.goto(`${school().url}${backPath('success', '&paymentKey=pk_1')}`);
    await page.sees('Waiting for your deposit');
    expect(await shown(page, 'account')).toBe('123-456-7890');
    expect(await shown(page, 'holder')).toBe(hostile);
    expect(await shown(page, 'deposit')).toBe('300,000 KRW');
    expect(await shown(page, 'dueBy')).not.toBe('');
    paid = true;
    await page.sees('Paid. Thank you!');
  });

  test('asks on while nobody knows, by the nonce where there is no code, and shows what comes of it', async () => {
    let asked = 0;
    answer({
      [calls.return]: () => status('open', { state: 'unknown' }),
      [calls.status]: () =>
        ++asked < 2 ? status('open', { state: 'unknown' }) : status('paid', { state: 'succeeded' }),
    });
    const page = await open(backPath('success', '&paymentKey=pk_1'));
    await page.sees('We are asking the provider');
    expect(await page.tab.locator('main').innerText()).toContain('You will not be charged twice');
    await page.sees('Paid. Thank you!');
    expect(seen(calls.status).map(({ body }) => body)).toEqual([
      { paymentId, nonce },
      { paymentId, nonce },
    ]);
  });

  test('tells the server again that the buyer came back, where it was not reached', async () => {
    const page = await open(link);
    await page.sees('Your order');
    await page.tab.route('**/return', (route) => route.abort(), { times: 1 });
    await page.tab.goto(`${school().url}${backPath('success', '&pg_token=pgt_1')}`);
    await page.sees('We are asking the provider');
    await page.sees('Paid. Thank you!');
    expect(seen(calls.return)).toHaveLength(1);
  });

  test('says why what came back is not believed, and where the order stands', async () => {
    answer({
      [calls.return]: () => {
        throw new Problem('payment_mismatch');
      },
    });
    const page = await open(link);
    await page.sees('Your order');
    await page.tab.goto(`${school().url}${backPath('success', '&paymentKey=pk_1&amount=1')}`);
    await page.sees('Your order');
    expect(await page.alert()).toContain('not what was asked for');
  });

  test('starts nothing a second time where the answer was lost, and another attempt after a refusal', async () => {
    const refusals = ['', '', 'method_not_supported'] as const;
    let tries = 0;
    answer({
      [calls.pay]: () => {
        const refusal = refusals[tries++];
        if (refusal) throw new Problem(refusal);
        return { payment: payment(), action: redirect() };
      },
    });
    const page = await open(link);
    await page.sees('Your order');
    const loseReply = async () => {
      await page.tab.route(
        '**/payments',
        async (route) => {
          await route.fetch();
          await route.abort();
        },
        { times: 1 },
      );
      await page.press('Pay 300,000 KRW');
      await until('the alert', async () => (await page.alert()).includes('could not be reached'));
    };
    await loseReply();
    await loseReply();
    await page.press('Pay 300,000 KRW');
    await until('the refusal', async () => (await page.alert()).includes('this way of paying'));
    await page.press('Pay 300,000 KRW');
    await page.sees('Paid. Thank you!');
    const [first, second, third, fourth] = seen(calls.pay).map(({ headers }) => headers['idempotency-key']);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
  });

  test('tells a second tab that a payment is under way, and shows there how it ends', async () => {
    let state: 'not_started' | 'succeeded' = 'not_started';
    const is = () => status(state === 'succeeded' ? 'paid' : 'open', { state });
    answer({ [calls.open]: () => checkout({ payment: payment({ state }) }), [calls.status]: is });
    const page = await open(link);
    await page.sees('A payment is already under way');
    // Only the tab that began it can go on with it.
    expect(await page.tab.locator('#go-on').isVisible()).toBe(false);
    state = 'succeeded';
    await page.sees('Paid. Thank you!');
  });

  test('lets another tab pay anew, and says so where the first holds the order', async () => {
    answer({
      [calls.open]: () => checkout({ payment: payment() }),
      [calls.pay]: () => {
        throw new Problem('payment_in_progress');
      },
    });
    const page = await open(link);
    await page.sees('A payment is already under way');
    await page.press('Pay anew here');
    await page.press('Pay 300,000 KRW');
    await page.sees('A payment is already under way');
    expect(await page.alert()).toContain('nothing will be charged twice');
  });

  test('goes on with the attempt of this tab: the same key once more', async () => {
    answer({});
    const page = await open(link);
    await page.sees('Your order');
    // The buyer is at the provider's, and comes back by the browser's own button.
    answer({
      [calls.pay]: () => ({ payment: payment(), action: { ...redirect(), desktopUrl: `${school().url}/device` } }),
      [calls.open]: () => checkout({ payment: payment() }),
    });
    await page.press('Pay 300,000 KRW');
    await page.tab.waitForURL('**/device');
    await page.tab.goBack();
    await page.sees('A payment is already under way');
    answer({ [calls.open]: () => checkout({ payment: payment() }) });
    await page.press('Go on with it here');
    await page.sees('Paid. Thank you!');
    const keys = seen(calls.pay).map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test('where the order cannot be shown it can be asked for again', async () => {
    answer({
      [calls.open]: () => {
        throw new Problem('database_busy');
      },
    });
    const page = await open(link);
    await page.sees('The order cannot be shown now');
    answer({ [calls.open]: () => checkout() });
    await page.press('Try again');
    await page.sees('Your order');
    expect(await page.tab.locator('#alert').innerText()).toBe('');
  });

  test('says so where the link is not complete, unknown, or nothing can be paid with', async () => {
    const cut = await open(checkoutPath);
    await cut.sees('This link is not complete');
    expect(school().seen).toEqual([]);
    answer({
      [calls.open]: () => {
        throw new Problem('checkout_invalid');
      },
    });
    const unknown = await open(link);
    expect(await unknown.alert()).toContain('unknown or over');
    await unknown.sees('This link is not complete');
    answer({
      [calls.open]: () => {
        throw new Problem('validation_failed', { fields: [{ path: 'orderId', message: 'must look like ord_1' }] });
      },
    });
    const garbled = await open(link);
    await garbled.sees('This link is not complete');
    expect(await garbled.tab.locator('#alert').innerText()).toBe('');
    answer({ [calls.open]: () => checkout({ providers: [] }) });
    const empty = await open(link);
    await empty.sees('Your order');
    expect(await empty.tab.locator('#nothing-to-pay-with').isVisible()).toBe(true);
    expect(await empty.tab.locator('form').isVisible()).toBe(false);
  });

  test('shows names of others as text, and links to no address that runs something', async () => {
    const evil = payment({ state: 'succeeded', receiptUrl: 'javascript:alert(3)' });
    answer({
      [calls.open]: () => checkout({ lines: [{ name: hostile, quantity: 2, amount: 300_000 }] }),
      [calls.return]: () => ({ orderState: 'paid', payment: evil }),
    });
    const page = await open(link);
    await page.sees('Your order');
    expect(await page.tab.locator('#lines bdi').innerText()).toBe(`${hostile} × 2`);
    await page.press('Pay 300,000 KRW');
    await page.sees('Paid. Thank you!');
    expect(await page.tab.locator('#receipt').isVisible()).toBe(false);
    expect(await page.tab.locator('#receipt').getAttribute('href')).toBeNull();
  });

  test('needs no mouse', async () => {
    const page = await open(link);
    await page.sees('Your order');
    for (const key of ['Tab', 'ArrowDown', 'ArrowDown', 'Enter']) await page.tab.keyboard.press(key);
    await page.sees('Paid. Thank you!');
    expect(seen(calls.pay)[0]?.body).toMatchObject({ provider: 'kakaopay', method: 'easy_pay' });
    expect(await page.tab.evaluate(() => document.activeElement?.textContent)).toBe('Paid. Thank you!');
  });

  test('needs JavaScript, and says so', async () => {
    const page = await open(link, { javaScriptEnabled: false });
    expect(await page.tab.locator('noscript').innerText()).toContain('needs JavaScript');
  });
});
