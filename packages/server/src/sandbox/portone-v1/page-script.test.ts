import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserContextOptions, devices } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasChromium } from '../../pages/testing/browser.js';
import { inBrowser } from '../../pages/testing/in-browser.js';
import { type ProviderBench, startParty } from '../../testing/provider-bench.js';
import { sandboxMerchant } from '../merchant.js';
import { createPortOneV1Sandbox, type PortOneV1Sandbox } from './portone-v1.js';
import { payData } from './testing/v1-client.js';

interface Shop {
  readonly url: string;
  readonly bench: ProviderBench<PortOneV1Sandbox>;
  stop(): Promise<void>;
}

/** A merchant's page as strict as ours: it lets in the script's and the frame's origin and nothing else. */
async function startShop(): Promise<Shop> {
  const bench = await startParty(createPortOneV1Sandbox);
  const { origin } = new URL(bench.url);
  const policy = `default-src 'none'; script-src 'self' ${origin}; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src ${origin}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;
  const server = createServer(({ url }, response) => {
    if (url === '/pay.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(payScript);
      return;
    }
    const headers = {
      'content-type': 'text/html',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
    };
    response.writeHead(200, headers).end(`<!doctype html><title>Shop</title><link rel="icon" href="data:,">
<body><output></output><script src="${bench.url}/v1/iamport.js"></script><script src="/pay.js"></script></body>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bench,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await bench.stop();
    },
  };
}

const payScript = `
const asked = JSON.parse(decodeURIComponent(location.hash.slice(1) || '%7B%7D'));
if (asked.data) {
  IMP.init(asked.code);
  IMP.request_pay(asked.data, (response) => { document.querySelector('output').textContent = JSON.stringify(response); });
}`;

describe.skipIf(!hasChromium)('in a browser, the payment window', () => {
  const { site, open, complaints } = inBrowser(startShop);
  let n = 0;

  const visitWith = async (
    more = {},
    options: BrowserContextOptions = {},
    code: string = sandboxMerchant.portone_v1.storeCode,
  ) => {
    const merchantUid = `order_${n++}`;
    const data = payData(merchantUid, { m_redirect_url: `${site().url}/back?payment=1`, ...more });
    const { tab } = await open(`/#${encodeURIComponent(JSON.stringify({ code, data }))}`, options);
    const frame = tab.frameLocator('#imp-iframe');
    const answer = async () => {
      await tab.locator('output:not(:empty)').waitFor({ state: 'attached' });
      return JSON.parse((await tab.locator('output').textContent()) ?? '');
    };
    return { tab, frame, answer, merchantUid };
  };
  const truth = () => site().bench.truth;
  /** What the browser says against the pages; that they ask the sandbox is as it should be. */
  const faults = () => complaints().filter((one) => !one.startsWith(`a request to ${site().bench.url}/`));

  test('lies over the page under a strict policy, and its callback tells that the buyer paid', async () => {
    const { tab, frame, answer, merchantUid } = await visitWith();
    await frame.locator('#pay').click();
    expect(await answer()).toMatchObject({
      ...{ success: true, error_code: null, merchant_uid: merchantUid, paid_amount: 300_000, status: 'paid' },
      imp_uid: truth().of(merchantUid)[0]?.providerPaymentId,
    });
    expect(await tab.locator('iframe').count()).toBe(0);
    expect(truth().held(merchantUid)).toBe(300_000);
    expect(faults()).toEqual([]);
  });

  test.each(['decline', 'cancel'])('tells of a %s', async (act) => {
    const { frame, answer, merchantUid } = await visitWith();
    await frame.locator(`#${act}`).click();
    expect(await answer()).toMatchObject({
      success: false,
      merchant_uid: merchantUid,
      imp_uid: expect.stringMatching(/^imp_/),
    });
    expect(truth().of(merchantUid)).toEqual([]);
  });

  test('tells why it stays closed', async () => {
    const { answer, merchantUid } = await visitWith({ channelKey: 'mine' });
    expect(await answer()).toMatchObject({ success: false, imp_uid: null, merchant_uid: merchantUid });
    const stranger = await visitWith({}, {}, 'imp99999999');
    expect(await stranger.answer()).toMatchObject({ success: false, imp_uid: null });
  });

  test('lets an attacker change the amount and the channel', async () => {
    const { frame, answer, merchantUid } = await visitWith();
    await frame.locator('#amount').fill('100');
    await frame.locator('#test').check();
    await frame.locator('#pay').click();
    expect(await answer()).toMatchObject({ success: true, paid_amount: 100 });
    expect(truth().of(merchantUid)).toMatchObject([{ amount: 100, test: true }]);
  });

  test.each([
    ['pay_and_close', 300_000],
    ['close', 0],
  ])('says nothing after %s', async (act, held) => {
    const { tab, frame, merchantUid } = await visitWith();
    await frame.locator(`#${act}`).click();
    await frame.locator('#closed').waitFor();
    expect(await tab.locator('output').textContent()).toBe('');
    expect(truth().held(merchantUid)).toBe(held);
  });

  test('takes a mobile browser there and back', async () => {
    const { tab, merchantUid } = await visitWith({}, devices['Pixel 7']);
    await tab.locator('#pay').click();
    await tab.waitForURL('**/back?*');
    const { searchParams } = new URL(tab.url());
    expect(Object.fromEntries(searchParams)).toEqual({
      ...{ payment: '1', merchant_uid: merchantUid },
      imp_uid: truth().of(merchantUid)[0]?.providerPaymentId,
    });
  });

  test('brings a mobile browser back when it stays closed', async () => {
    const { tab } = await visitWith({ channelKey: 'mine' }, devices['Pixel 7']);
    await tab.waitForURL('**/back?*');
    expect(new URL(tab.url()).searchParams.get('error_msg')).toMatch(/./);
  });

  test('shows what a merchant called it as text', async () => {
    const name = '<img src=x onerror=alert(1)>"';
    const { frame } = await visitWith({ name });
    expect(await frame.locator('dd').first().textContent()).toBe(name);
    expect(faults()).toEqual([]);
  });
});
