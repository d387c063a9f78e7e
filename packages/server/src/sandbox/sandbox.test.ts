import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { paymentFaults } from '../payment-config.js';
import { rawRequest } from '../testing/raw-http.js';
import { type Sandbox, type SandboxOptions, startSandbox } from './index.js';
import { virtualClock } from './kit/clock.js';

const running: Sandbox[] = [];
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.close();
});

const start = async (options: Partial<SandboxOptions> = {}): Promise<Sandbox> => {
  const sandbox = await startSandbox({ port: 0, clock: virtualClock(Date.UTC(2026, 8, 1)), ...options });
  running.push(sandbox);
  return sandbox;
};

/** A merchant that takes webhooks and keeps them. */
async function merchant() {
  const got: { path: string; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    got.push({ path: request.url ?? '', body: JSON.parse(await text(request)) });
    response.end('OK');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/webhooks` };
}

const control = async ({ url }: Sandbox, call: string, body?: unknown, headers: Record<string, string> = {}) => {
  const [method = 'GET', path = ''] = call.split(' ');
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const { status, text } = await rawRequest(url + path, { method, headers, ...sent });
  return { status, json: JSON.parse(text) };
};

const v1Request = (over: Record<string, unknown> = {}) => ({
  ...{ channelKey: 'channel-key-v1', pay_method: 'card', merchant_uid: 'pay_1', name: '수강료', amount: 1000, ...over },
});
const pay = (sandbox: Sandbox, over: Record<string, unknown> = {}) =>
  control(sandbox, 'POST /sandbox/buyers', { party: 'portone_v1', request: v1Request(over), act: { act: 'pay' } });

describe('a sandbox', () => {
  test('has all parties below one port, each with its own API', async () => {
    const { url } = await start();
    const statuses = async (paths: readonly string[]) =>
      Promise.all(paths.map(async (path) => (await rawRequest(url + path)).status));
    expect(
      await statuses([
        '/tosspayments/v1/payments/orders/pay_1',
        '/portone-v1/payments/imp_1',
        '/portone-v2/payments/pay_1',
        '/kakaopay/online/v1/payment/order',
        '/elsewhere',
      ]),
    ).toEqual([401, 401, 401, expect.any(Number), 404]);
    const environment = (await start()).environment();
    for (const name of ['TOSSPAYMENTS_SCRIPT_URL', 'PORTONE_V1_SCRIPT_URL', 'PORTONE_V2_SCRIPT_URL']) {
      const { status, headers } = await rawRequest(environment[name] ?? '');
      expect([name, status, headers['content-type']]).toEqual([name, 200, expect.stringContaining('javascript')]);
    }
  });

  test('says what points a server at it, and a server takes it', async () => {
    expect(paymentFaults((await start()).environment())).toEqual([]);
  });

  test('lets a buyer pay without a browser, keeps the truth, and tells the merchant', async () => {
    const { got, url } = await merchant();
    const sandbox = await start({ webhookUrl: url });
    expect((await pay(sandbox, { m_redirect_url: 'http://127.0.0.1:7070/checkout/ord_1' })).json).toEqual({
      destination: expect.stringContaining('http://127.0.0.1:7070/checkout/ord_1?imp_uid='),
    });
    await sandbox.idle();
    expect((await control(sandbox, 'GET /sandbox/truth?reference=pay_1')).json).toMatchObject({
      rows: [{ provider: 'portone_v1', reference: 'pay_1', kind: 'charge', amount: 1000, test: false }],
      held: { pay_1: 1000 },
    });
    expect(got).toMatchObject([{ path: '/v1/webhooks/portone_v1', body: { merchant_uid: 'pay_1', status: 'paid' } }]);
  });

  test('says in the provider’s words why a window does not open', async () => {
    const sandbox = await start();
    const { status, json } = await pay(sandbox, { channelKey: 'another' });
    expect({ status, json }).toEqual({ status: 409, json: { error: expect.any(String) } });
  });

  test('replays a webhook as it was, and forges what nobody sent', async () => {
    const { got, url } = await merchant();
    const sandbox = await start();
    await control(sandbox, 'POST /sandbox/webhooks/url', { url });
    await pay(sandbox);
    await sandbox.idle();
    expect((await control(sandbox, 'POST /sandbox/webhooks/replay', { n: 1 })).json).toMatchObject({
      how: 'replayed',
      status: 200,
    });
    expect(got[1]).toEqual(got[0]);
    for (const party of ['tosspayments', 'portone_v1', 'portone_v2', 'kakaopay']) {
      const forged = await control(sandbox, 'POST /sandbox/webhooks/forge', { party, paymentId: 'pay_2' });
      expect(forged.json).toMatchObject({ party, how: 'forged', status: 200 });
      expect(got.at(-1)?.path).toBe(`/v1/webhooks/${party}`);
      expect(JSON.stringify(got.at(-1)?.body)).toContain('pay_2');
    }
    const { webhooks } = (await control(sandbox, 'GET /sandbox/webhooks')).json;
    expect(webhooks.map(({ how }: { how: string }) => how)).toEqual(['sent', 'replayed', ...Array(4).fill('forged')]);
  });

  test('lets go wrong what it is told to, as often as it is told', async () => {
    const { got, url } = await merchant();
    const sandbox = await start({ webhookUrl: url });
    const token = () =>
      rawRequest(`${sandbox.url}/portone-v1/users/getToken`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ imp_key: 'sandbox_key', imp_secret: 'sandbox_secret' }),
      });
    await control(sandbox, 'POST /sandbox/faults', { party: 'portone_v1', kind: 'lost_after', path: 'getToken' });
    await expect(token()).rejects.toThrow();
    expect((await token()).status).toBe(200);
    await control(sandbox, 'POST /sandbox/faults', { party: 'portone_v1', kind: 'error_before', times: 5 });
    await control(sandbox, 'POST /sandbox/faults', { party: 'portone_v1', kind: 'webhook_drop', times: 5 });
    expect((await token()).status).toBe(500);
    await pay(sandbox);
    await sandbox.idle();
    expect(got).toEqual([]);
    await control(sandbox, 'DELETE /sandbox/faults');
    expect((await token()).status).toBe(200);
  });

  test('delivers a delayed webhook when its time has come', async () => {
    const { got, url } = await merchant();
    const sandbox = await start({ webhookUrl: url });
    await control(sandbox, 'POST /sandbox/faults', { party: 'portone_v1', kind: 'webhook_delay', ms: 60_000 });
    await pay(sandbox);
    await pay(sandbox, { merchant_uid: 'pay_2' });
    await sandbox.idle();
    const order = () => got.map(({ body }) => Object(body).merchant_uid);
    expect(order()).toEqual(['pay_2']);
    const { json } = await control(sandbox, 'POST /sandbox/clock/advance', { ms: 60_000 });
    expect(json).toEqual({ now: '2026-09-01T00:01:00.000Z' });
    await sandbox.idle();
    expect(order()).toEqual(['pay_2', 'pay_1']);
  });

  test('takes a deposit into a virtual account', async () => {
    const sandbox = await start();
    await pay(sandbox, { pay_method: 'vbank' });
    const held = async () => (await control(sandbox, 'GET /sandbox/truth')).json.held;
    expect(await held()).toEqual({});
    expect((await control(sandbox, 'POST /sandbox/deposits', { party: 'portone_v1', paymentId: 'pay_1' })).status).toBe(
      200,
    );
    expect(await held()).toEqual({ pay_1: 1000 });
    const again = await control(sandbox, 'POST /sandbox/deposits', { party: 'portone_v1', paymentId: 'pay_1' });
    expect(again).toEqual({ status: 409, json: { error: expect.stringContaining('pay_1') } });
    const kakao = await control(sandbox, 'POST /sandbox/deposits', { party: 'kakaopay', paymentId: 'pay_1' });
    expect(kakao.status).toBe(409);
  });

  test('draws the same ids and faults for a seed, and others for another', async () => {
    const truthOf = async (seed: number) => {
      const sandbox = await start({ seed, faultRate: 0.5 });
      for (let n = 0; n < 10; n++) await pay(sandbox, { merchant_uid: `pay_${n}` });
      await sandbox.idle();
      return { rows: sandbox.truth.rows, webhooks: sandbox.post.sent.length };
    };
    expect(await truthOf(7)).toEqual(await truthOf(7));
    expect(await truthOf(8)).not.toEqual(await truthOf(7));
  });
});

describe('the control of a sandbox', () => {
  test.each([
    { call: 'POST /sandbox/clock/advance', body: { ms: -1 } },
    { call: 'POST /sandbox/clock/advance', body: { minutes: 1 } },
    { call: 'POST /sandbox/faults', body: { party: 'paypal', kind: 'refuse' } },
    { call: 'POST /sandbox/faults', body: { party: 'kakaopay', kind: 'explode' } },
    { call: 'POST /sandbox/webhooks/url', body: { url: 'ftp://127.0.0.1/' } },
    { call: 'POST /sandbox/webhooks/url', body: { url: 'http://10.0.0.1/hooks' } },
  ])('refuses $body for $call, and says why', async ({ call, body }) => {
    const { status, json } = await control(await start(), call, body);
    expect({ status, json }).toEqual({ status: 400, json: { error: expect.stringContaining('→ at') } });
  });

  test('refuses what is no JSON, and knows no other call', async () => {
    const sandbox = await start();
    const broken = await rawRequest(`${sandbox.url}/sandbox/faults`, { method: 'POST', body: '{' });
    expect([broken.status, broken.text]).toEqual([400, expect.stringContaining('no JSON')]);
    expect((await control(sandbox, 'PUT /sandbox/faults', {})).status).toBe(404);
    expect((await control(sandbox, 'POST /sandbox/webhooks/replay', { n: 9 })).status).toBe(409);
  });

  const foreign: readonly Record<string, string>[] = [
    { host: 'evil.example' },
    { origin: 'https://evil.example' },
    { host: '127.0.0.1.evil.example:7073' },
    { origin: 'null' },
  ];
  test.each(foreign)('is for this machine only: not with %j', async (headers) => {
    const sandbox = await start();
    expect((await control(sandbox, 'GET /sandbox/truth', undefined, headers)).status).toBe(403);
  });

  test('is open to its own pages', async () => {
    const sandbox = await start();
    expect((await control(sandbox, 'GET /sandbox/truth', undefined, { origin: sandbox.url })).status).toBe(200);
  });
});

describe('the page of a sandbox', () => {
  const hostile = '<img src=x onerror=alert(1)>';

  test('shows payments and webhooks in both languages, names of others as text', async () => {
    const sandbox = await start();
    await pay(sandbox, { merchant_uid: hostile, amount: 300_000 });
    await sandbox.idle();
    const english = await rawRequest(`${sandbox.url}/`);
    expect(english.text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(english.text).not.toContain(hostile);
    expect(english.text).toContain('300,000');
    expect(english.text).toContain('No webhook address is set');
    expect(english.headers['content-security-policy']).toContain("default-src 'none'");
    const korean = await rawRequest(`${sandbox.url}/`, { headers: { 'accept-language': 'ko-KR,ko;q=0.9' } });
    expect(korean.text).toContain('결제 샌드박스');
    const truth = /href="(\/sandbox\/truth\?reference=[^"]+)"/.exec(korean.text)?.[1] ?? '';
    expect(JSON.parse((await rawRequest(sandbox.url + truth)).text)).toMatchObject({ held: { [hostile]: 300_000 } });
  });
});
