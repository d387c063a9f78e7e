import type { ProviderName } from '@didacto/sdk';
import type { BrowserContextOptions } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '../testing/until.js';
import { hasChromium, type Visit } from './testing/browser.js';
import { startCheckoutShop, wayOf } from './testing/checkout-shop.js';
import { inBrowser } from './testing/in-browser.js';

const providers = ['tosspayments', 'kakaopay', 'portone_v1', 'portone_v2'] as const satisfies readonly ProviderName[];
/** Their window lies over the page; the others take the tab. */
const framed: readonly ProviderName[] = ['portone_v1', 'portone_v2'];
const phone: BrowserContextOptions = {
  userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
  viewport: { width: 375, height: 700 },
};

type Act = 'pay' | 'pay_and_close' | 'decline' | 'cancel' | 'close';

/** The real server and its page in a real browser, against the sandbox's providers. */
describe.skipIf(!hasChromium)('a buyer in a browser', () => {
  const { site: shop, open, complaints } = inBrowser(startCheckoutShop);
  afterEach(() => {
    // The providers' own addresses are asked too, as they must be; nobody else is.
    const toProviders = `a request to ${shop().sandbox.url}/`;
    expect(complaints().filter((one) => !one.startsWith(toProviders))).toEqual([]);
  });

  /** Chooses the provider on the page and gives its window. */
  const goTo = async (page: Visit, provider: ProviderName, way = wayOf[provider]) => {
    await page.sees('Your order');
    await page.tab.check(`#choice-${way}`);
    await page.tab.click('#pay-button');
    const isFramed = framed.includes(provider) && !(await page.tab.evaluate(() => /Mobile/.test(navigator.userAgent)));
    if (!isFramed) await page.tab.waitForURL(({ origin }) => origin === shop().sandbox.url);
    const window = isFramed ? page.tab.frameLocator('iframe') : page.tab;
    const act = async (name: Act, amount?: number): Promise<void> => {
      if (amount !== undefined) await window.locator('#amount').fill(String(amount));
      await window.locator(`#${name}`).click();
    };
    await window.locator('#pay').waitFor();
    return { act, isClosed: () => window.locator('#closed').waitFor() };
  };

  describe.each(providers)('at %s', (provider) => {
    test('pays, comes back and is told so', async () => {
      const { order, link } = await shop().order();
      const page = await open(link);
      await (await goTo(page, provider)).act('pay');
      await page.sees('Paid. Thank you!');
      expect(await shop().orderNow(order.id)).toMatchObject({ state: 'paid' });
      expect(await shop().paymentOf(order.id)).toMatchObject({ provider, state: 'succeeded', amount: 300_000 });
      expect(await shop().held(order.id)).toBe(300_000);
      expect(page.tab.url()).toBe(`${shop().url}/checkout/${order.id}`);
    });

    test('pays on a phone', async () => {
      const { order, link } = await shop().order();
      const page = await open(link, phone);
      await (await goTo(page, provider)).act('pay');
      await page.sees('Paid. Thank you!');
      expect(await shop().held(order.id)).toBe(300_000);
    });

    test.each([
      { act: 'cancel', heading: 'You cancelled the payment' },
      { act: 'decline', heading: 'The payment was refused' },
    ] as const)('is told of a $act, tries again and pays once', async ({ act, heading }) => {
      const { order, link } = await shop().order();
      const page = await open(link);
      await (await goTo(page, provider)).act(act);
      await page.sees(heading);
      expect(await shop().held(order.id)).toBe(0);
      expect(await shop().orderNow(order.id)).toMatchObject({ state: 'open' });
      await page.press('Try again');
      await (await goTo(page, provider)).act('pay');
      await page.sees('Paid. Thank you!');
      expect(await shop().held(order.id)).toBe(300_000);
    });

    test('who pays another amount gets nothing, and it back', async () => {
      const { order, link } = await shop().order();
      const page = await open(link);
      await (await goTo(page, provider)).act('pay', 1_000);
      await until('the refund', async () => {
        const [payment, held] = [await shop().paymentOf(order.id), await shop().held(order.id)];
        return payment.state === 'declined' && held === 0;
      });
      expect(await shop().orderNow(order.id)).toMatchObject({ state: 'open', lines: [{ granted: false }] });
      expect((await shop().openAlarms()).length).toBeGreaterThan(0);
      if (framed.includes(provider)) {
        // Money moved in the window already, and back.
        const rows = shop().sandbox.truth.of((await shop().paymentOf(order.id)).id);
        expect(rows.map(({ kind, amount }) => [kind, amount])).toEqual([
          ['charge', 1_000],
          ['refund', 1_000],
        ]);
        await page.sees('The payment was refused');
      }
      expect(await page.tab.locator('[data-step=succeeded]').isVisible()).toBe(false);
    });
  });

  test.each(['portone_v1', 'portone_v2'] as const)(
    'who closes the tab of %s after paying has paid: the webhook tells',
    async (provider) => {
      const { order, link } = await shop().order();
      const page = await open(link);
      const window = await goTo(page, provider);
      await window.act('pay_and_close');
      await window.isClosed();
      await page.close();
      await until('the webhook', async () => (await shop().orderNow(order.id)).state === 'paid');
      const again = await open(link);
      await again.sees('Paid. Thank you!');
      expect(await shop().held(order.id)).toBe(300_000);
    },
  );

  test('who closes the tab while a deposit is awaited has paid when it comes', async () => {
    const { order, link } = await shop().order();
    const page = await open(link);
    await (await goTo(page, 'tosspayments', 'tosspayments-virtual_account')).act('pay');
    await page.sees('Waiting for your deposit');
    expect(await page.tab.locator('[data-slot=account]').innerText()).toMatch(/\d{6,}/);
    expect(await page.tab.locator('[data-slot=deposit]').innerText()).toBe('300,000 KRW');
    await page.close();
    shop().sandbox.parties.tosspayments.deposit((await shop().paymentOf(order.id)).id);
    await until('the webhook', async () => (await shop().orderNow(order.id)).state === 'paid');
    const again = await open(link);
    await again.sees('Paid. Thank you!');
  });

  test('sees the deposit arrive on the page', async () => {
    const { order, link } = await shop().order();
    const page = await open(link);
    await (await goTo(page, 'portone_v2', 'portone_v2-virtual_account')).act('pay');
    await page.sees('Waiting for your deposit');
    shop().sandbox.parties.portone_v2.deposit((await shop().paymentOf(order.id)).id);
    await page.sees('Paid. Thank you!');
  });

  test('sees in a second tab what happens in the first', async () => {
    const { link } = await shop().order();
    const first = await open(link);
    const window = await goTo(first, 'portone_v1');
    const second = await open(link);
    await second.sees('A payment is already under way');
    await window.act('pay');
    await first.sees('Paid. Thank you!');
    await second.sees('Paid. Thank you!');
  });

  test('goes back from KakaoPay by the browser’s button and on again with the same attempt', async () => {
    const { order, link } = await shop().order();
    const page = await open(link);
    await goTo(page, 'kakaopay');
    await page.tab.goBack();
    await page.sees('A payment is already under way');
    await page.press('Go on with it here');
    await page.tab.waitForURL(({ origin }) => origin === shop().sandbox.url);
    await page.tab.click('#pay');
    await page.sees('Paid. Thank you!');
    expect(await shop().held(order.id)).toBe(300_000);
  });

  // It moves the clocks, so it comes last.
  test.each(['kakaopay', 'tosspayments'] as const)(
    'who closes the tab of %s before it came back was not charged, and the order ends',
    async (provider) => {
      const { order, link } = await shop().order();
      const page = await open(link);
      const window = await goTo(page, provider);
      await window.act('pay_and_close');
      await window.isClosed();
      await page.close();
      shop().pass(31 * 60_000);
      await until('the end', async () => (await shop().settle(order.id)).state === 'expired');
      expect(await shop().held(order.id)).toBe(0);
      await until('the order’s end', async () => (await shop().orderNow(order.id)).state === 'expired');
      const again = await open(link);
      await again.sees('The time to pay is over');
    },
  );
});
