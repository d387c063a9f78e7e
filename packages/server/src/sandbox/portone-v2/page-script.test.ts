import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { browserSdk, windowScript } from './page-script.js';

const base = 'http://127.0.0.1:7073/portone-v2';
const address = `${base}/v2/windows/tx_1`;
const desktop = 'Mozilla/5.0 (X11; Linux x86_64)';
const phone = 'Mozilla/5.0 (Linux; Android 15) Mobile';

type Listener = (event: { readonly source: unknown; readonly origin: string; readonly data: unknown }) => void;

/** A page that has loaded the script, as much of it as the script touches. */
function openPage(answer: { readonly ok: boolean; readonly body: unknown }, userAgent = desktop) {
  const asked: { url: string; method: string; body: string }[] = [];
  const went: string[] = [];
  const frame = { style: {}, contentWindow: {}, src: '', isThere: false, remove: () => show(false) };
  const show = (isThere: boolean): void => {
    frame.isThere = isThere;
  };
  const listeners = new Set<Listener>();
  const page = {
    navigator: { userAgent },
    location: { origin: 'http://merchant.test', assign: (url: string) => void went.push(url) },
    document: { createElement: () => frame, body: { append: () => show(true) } },
    addEventListener: (_: string, listener: Listener) => void listeners.add(listener),
    removeEventListener: (_: string, listener: Listener) => void listeners.delete(listener),
    fetch: async (url: string, { method, body }: { method: string; body: string }) => {
      asked.push({ url, method, body });
      return { ok: answer.ok, json: async () => answer.body };
    },
    URL,
  };
  runInNewContext(
    `${browserSdk(base)};globalThis.opened = PortOne;`,
    Object.assign(page, { window: page, globalThis: page }),
  );
  const { requestPayment } = Object(page).opened;
  const post = (data: unknown, origin = new URL(base).origin, source: unknown = frame.contentWindow) => {
    for (const listener of [...listeners]) listener({ source, origin, data });
  };
  return { requestPayment, asked, went, frame, post, listeners };
}

/** Lets what is promised go on until nothing of it is left to do. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const opened = { ok: true, body: { txId: 'tx_1', address } };
const request = { paymentId: 'pay_1', redirectUrl: 'http://merchant.test/back' };
const ending = { response: { txId: 'tx_1' }, destination: 'http://merchant.test/back?txId=tx_1' };

describe('requestPayment', () => {
  test('throws what keeps a window from opening, with its code', async () => {
    const { requestPayment, asked, frame } = openPage({ ok: false, body: { code: 'StoreNotFound', message: '없음' } });
    const error = await requestPayment(request).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'StoreNotFound',
      message: '없음',
      paymentId: 'pay_1',
      __portOneErrorType: 'PaymentError',
    });
    expect(asked).toEqual([{ url: `${base}/v2/windows`, method: 'POST', body: JSON.stringify(request) }]);
    expect(frame.isThere).toBe(false);
  });

  test('shows the window in a frame, and resolves to how it ended', async () => {
    const page = openPage(opened);
    const paying = page.requestPayment(request);
    await settle();
    expect(page.frame).toMatchObject({ isThere: true, src: `${address}?origin=http%3A%2F%2Fmerchant.test` });
    page.post({ type: 'portone.ended', ending });
    expect(await paying).toEqual({ txId: 'tx_1' });
    expect(page.frame.isThere).toBe(false);
    expect(page.listeners.size).toBe(0);
    expect(page.went).toEqual([]);
  });

  test('believes no message but that of its own window', async () => {
    const page = openPage(opened);
    void page.requestPayment({ ...request, forceRedirect: true });
    await settle();
    page.post({ type: 'portone.ended', ending }, 'http://evil.test');
    page.post({ type: 'portone.ended', ending }, undefined, {});
    page.post({ type: 'something.else' });
    page.post(null);
    await settle();
    expect([page.frame.isThere, page.went]).toEqual([true, []]);
  });

  test('goes to redirectUrl with the outcome where forceRedirect says so', async () => {
    const page = openPage(opened);
    void page.requestPayment({ ...request, forceRedirect: true });
    await settle();
    page.post({ type: 'portone.ended', ending });
    await settle();
    expect(page.went).toEqual([ending.destination]);
  });

  test.each([
    ['on a phone', request, phone, true],
    ['on a phone that has nowhere to come back to', { paymentId: 'pay_1' }, phone, false],
    ['where a desktop is told to', { ...request, windowType: { pc: 'REDIRECTION' } }, desktop, true],
    ['where only phones are told to', { ...request, windowType: { mobile: 'REDIRECTION' } }, desktop, false],
    ['where a phone is told not to', { ...request, windowType: { mobile: 'IFRAME' } }, phone, false],
  ])('leaves the page for the window %s', async (_, asked, userAgent, leaves) => {
    const page = openPage(opened, userAgent);
    void page.requestPayment(asked);
    await settle();
    expect(page.went).toEqual(leaves ? [address] : []);
    expect(page.frame.isThere).toBe(!leaves);
  });
});

test('the address of the sandbox cannot break out of the scripts', () => {
  expect(() => runInNewContext(browserSdk('"};throw 1;//'), {})).not.toThrow();
  expect(windowScript).not.toContain('innerHTML');
});
