import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasChromium } from '../../../../pages/testing/browser.js';
import { inBrowser } from '../../../../pages/testing/in-browser.js';
import { htmlReply, type Listening, listen, type SandboxHandler, scriptReply } from '../../../../sandbox/kit/http.js';
import type { StartRequest } from '../port.js';
import { nothingReturned, providerOf, startRequest, startToss, testKeys } from './testing/target.js';

/** A merchant whose page runs the script that the strategy names, under the policy that its origins allow. */
async function startShop() {
  const bench = await startToss();
  const toss = providerOf(bench);
  let action: unknown;
  const { script, connect, frame } = toss.origins;
  const policy = `default-src 'none'; script-src 'self' ${script.join(' ')}; connect-src ${connect.join(' ')}; frame-src ${frame.join(' ')}; form-action 'none'; base-uri 'none'`;
  const handler: SandboxHandler = async ({ path, query }) => {
    if (path === '/page.js') return scriptReply(`const action = ${JSON.stringify(action)};${pageScript}`);
    const text = path === '/checkout' ? '<script src="/page.js"></script>' : `<p id="back">${path}?${query}</p>`;
    const page = htmlReply(`<!doctype html><title>shop</title><link rel="icon" href="data:,">${text}`);
    return {
      ...page,
      headers: { ...page.headers, 'content-security-policy': path === '/checkout' ? policy : 'img-src data:' },
    };
  };
  const listening: Listening = await listen(handler, 0);
  const offer = async (request: Partial<StartRequest>, provider = toss): Promise<StartRequest> => {
    const urls = {
      success: `${listening.url}/success?nonce=1`,
      fail: `${listening.url}/fail?nonce=1`,
      cancel: listening.url,
    };
    const asked = startRequest({ ...request, urls });
    const ready = await provider.ready(asked);
    action = ready.outcome === 'approved' ? ready.value.action : undefined;
    return asked;
  };
  const stop = async () => {
    await Promise.all([listening.close(), bench.stop()]);
  };
  return { url: listening.url, bench, toss, offer, stop };
}

const pageScript = `
const { scriptUrl, setUp: { clientKey, customerKey }, request } = action;
const script = document.createElement('script');
script.src = scriptUrl;
script.addEventListener('load', async () => {
  try {
    await TossPayments(clientKey).payment({ customerKey }).requestPayment(request);
  } catch (error) {
    document.body.append(error.code);
  }
});
document.head.append(script);
`;

const cameBackTo = async (tab: Page, path: string): Promise<URLSearchParams> => {
  await tab.waitForURL((url) => url.pathname === path);
  return new URL(tab.url()).searchParams;
};

describe.skipIf(!hasChromium)('in a browser, the window of Toss Payments', () => {
  const { site, open } = inBrowser(startShop);

  /** The shop's page, which leads on to the window by itself. */
  const shop = async (request: Partial<StartRequest> = {}) => {
    const asked = await site().offer(request);
    const { tab } = await open('/checkout');
    await tab.locator('#pay').waitFor();
    return { asked, tab };
  };

  test('opens from the page’s script under the page’s policy, and pay leads to successUrl', async () => {
    const { asked, tab } = await shop({ orderName: '<b>9월</b> 수강료' });
    expect(await tab.locator('dd').allInnerTexts()).toEqual(['<b>9월</b> 수강료', '300,000 KRW']);
    await tab.locator('#pay').click();
    const query = await cameBackTo(tab, '/success');
    expect(Object.fromEntries(query)).toEqual({
      ...{
        nonce: '1',
        paymentType: 'NORMAL',
        paymentKey: expect.any(String),
        orderId: asked.paymentId,
        amount: '300000',
      },
    });
    const keys = { ...asked, providerPaymentId: query.get('paymentKey') };
    expect(await site().toss.confirm(keys, nothingReturned, 300_000)).toMatchObject({ outcome: 'approved' });
  });

  test.each([
    ['#cancel', 'PAY_PROCESS_CANCELED'],
    ['#decline', 'REJECT_CARD_COMPANY'],
  ])('%s leads to failUrl with %s', async (button, code) => {
    const { asked, tab } = await shop();
    await tab.locator(button).click();
    const query = await cameBackTo(tab, '/fail');
    expect(Object.fromEntries(query)).toMatchObject({ nonce: '1', code, orderId: asked.paymentId });
  });

  test.each([
    ['#close', 'ready'],
    ['#pay_and_close', 'authenticated'],
  ])('%s leads nowhere', async (button, status) => {
    const { asked, tab } = await shop();
    await tab.locator(button).click();
    await tab.locator('#closed').waitFor();
    expect(await site().toss.inquire(asked)).toMatchObject({ value: { status } });
  });

  test('lets the buyer choose the bank of a virtual account', async () => {
    const { asked, tab } = await shop({ method: 'virtual_account' });
    await tab.locator('#bank').selectOption('20');
    await tab.locator('#pay').click();
    const keys = { ...asked, providerPaymentId: (await cameBackTo(tab, '/success')).get('paymentKey') };
    expect(await site().toss.confirm(keys, nothingReturned, 300_000)).toMatchObject({
      value: { status: 'pending', virtualAccount: { bank: '우리은행' } },
    });
  });

  test('offers the instalments that the merchant fixed, and takes another amount from an attacker', async () => {
    const { tab } = await shop({ installmentMonths: 6 });
    expect(await tab.locator('#months option').allInnerTexts()).toEqual(['6 months']);
    await tab.locator('#amount').fill('1000');
    await tab.locator('#pay').click();
    expect((await cameBackTo(tab, '/success')).get('amount')).toBe('1000');
  });

  test('does not open twice for one order: the script rejects with the code', async () => {
    const { asked, tab } = await shop();
    await tab.locator('#pay').click();
    const keys = { ...asked, providerPaymentId: (await cameBackTo(tab, '/success')).get('paymentKey') };
    await site().toss.confirm(keys, nothingReturned, 300_000);
    const again = await open('/checkout');
    await again.tab.getByText('DUPLICATED_ORDER_ID').waitFor();
  });

  test('is over after its time, and says so', async () => {
    const { tab } = await shop();
    site().bench.clock.advance(30 * 60_000);
    await tab.locator('#pay').click();
    expect((await cameBackTo(tab, '/fail')).get('code')).toBe('PAY_PROCESS_ABORTED');
    await tab.goBack();
    await tab.locator('#over').waitFor();
  });

  test('tells a person that it is a test where test keys opened it', async () => {
    await site().offer({}, providerOf(site().bench, testKeys));
    const { tab } = await open('/checkout');
    await tab.getByText('This is a test payment.').waitFor();
  });
});
