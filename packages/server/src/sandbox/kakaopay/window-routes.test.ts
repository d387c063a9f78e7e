import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProviderBench, startParty } from '../../testing/provider-bench.js';
import { type RawAnswer, rawRequest } from '../../testing/raw-http.js';
import { createKakaoPaySandbox, type KakaoPaySandbox } from './kakaopay.js';
import { usualCids, usualSecretKeys } from './options.js';

let bench: ProviderBench<KakaoPaySandbox>;
beforeEach(async () => {
  bench = await startParty(createKakaoPaySandbox);
});
afterEach(() => bench.stop());

const body = {
  ...{
    cid: usualCids[0],
    partner_order_id: 'order-1',
    partner_user_id: 'u1',
    item_name: '<b>"수강료"</b>',
    quantity: 1,
  },
  ...{ total_amount: 50_000, tax_free_amount: 20_000, approval_url: 'https://a.test/ok' },
  ...{ cancel_url: 'https://a.test/c', fail_url: 'https://a.test/f' },
};

const ready = async () => {
  const headers = { authorization: `SECRET_KEY ${usualSecretKeys[0]}`, 'content-type': 'application/json' };
  const reply = await bench.send({
    method: 'POST',
    path: '/online/v1/payment/ready',
    headers,
    body: JSON.stringify(body),
  });
  const {
    tid,
    next_redirect_pc_url: pc,
    next_redirect_mobile_url: mobile,
    next_redirect_app_url: app,
  } = JSON.parse(reply.body);
  return { tid: String(tid), pc: String(pc), mobile: String(mobile), app: String(app) };
};

const press = (url: string, fields: Record<string, string>): Promise<RawAnswer> =>
  rawRequest(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

describe('the window', () => {
  test('is the same at the addresses for a desktop, a phone and the app, and has a button for all that a buyer does', async () => {
    const { pc, mobile, app } = await ready();
    for (const url of [pc, mobile, app]) {
      const { status, text } = await rawRequest(url);
      expect(status).toBe(200);
      for (const id of ['pay', 'pay_and_close', 'decline', 'cancel', 'close'])
        expect(text).toContain(`<button type="submit" id="${id}"`);
      expect(text).toContain('50,000 KRW');
    }
  });

  test('shows what others wrote as text, and runs no script', async () => {
    const { text, headers } = await rawRequest((await ready()).pc);
    expect(text).toContain('&lt;b&gt;&quot;수강료&quot;&lt;/b&gt;');
    expect(text).not.toContain('<b>');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('is Korean, or English where the browser wants that', async () => {
    const { pc } = await ready();
    expect((await rawRequest(pc)).text).toContain('카카오페이 결제창');
    expect((await rawRequest(pc, { headers: { 'accept-language': 'en-US' } })).text).toContain('KakaoPay window');
    expect((await rawRequest(`${pc}?lang=en`)).text).toContain('KakaoPay window');
  });

  test.each([
    ['pay', /^https:\/\/a\.test\/ok\?pg_token=[0-9a-f]{20}$/],
    ['decline', /^https:\/\/a\.test\/f$/],
    ['cancel', /^https:\/\/a\.test\/c$/],
  ])('%s leads on by GET, once; then the window is of no use', async (act, location) => {
    const { pc } = await ready();
    const { status, headers } = await press(pc, { act });
    expect({ status, location: headers.location }).toEqual({ status: 303, location: expect.stringMatching(location) });
    const again = await press(pc, { act });
    expect(again).toMatchObject({ status: 200, text: expect.stringContaining('id="over"') });
    expect(again.text).not.toContain('<button');
    expect(bench.truth.rows).toEqual([]);
  });

  test.each(['close', 'pay_and_close'])('%s leads nowhere', async (act) => {
    const { status, headers, text } = await press((await ready()).pc, { act });
    expect({ status, location: headers.location }).toEqual({ status: 200, location: undefined });
    expect(text).toContain('id="closed"');
  });

  test.each<Record<string, string>>([{}, { act: 'steal' }, { act: 'pay', amount: '-1' }, { act: 'pay', amount: 'x' }])(
    '%j does nothing',
    async (fields) => {
      const { pc } = await ready();
      expect((await press(pc, fields)).text).toContain('id="pay"');
    },
  );

  test('cannot be found by the tid, nor by a guess', async () => {
    const { pc, tid } = await ready();
    for (const key of [tid, 'a'.repeat(64), '']) {
      const url = pc.replace(/[0-9a-f]{64}/, key);
      expect((await rawRequest(url)).status).toBe(404);
    }
  });

  test('after its time leads to fail_url', async () => {
    const { pc } = await ready();
    bench.clock.advance(15 * 60_000);
    expect((await press(pc, { act: 'pay' })).headers.location).toBe('https://a.test/f');
  });
});

describe('a buyer without a browser', () => {
  test('is told where the window would refuse', async () => {
    const { tid } = await ready();
    await expect(bench.party.buy({ redirectUrl: 'https://a.test/x' }, { act: 'pay' })).rejects.toThrow(
      'no such window',
    );
    await expect(bench.party.buy({}, { act: 'pay' })).rejects.toThrow('no such window');
    await expect(bench.party.buy({ tid: 'T0' }, { act: 'pay' })).rejects.toThrow('no tid');
    expect(await bench.party.buy({ tid }, { act: 'cancel' })).toBe('https://a.test/c');
    await expect(bench.party.buy({ tid }, { act: 'pay' })).rejects.toThrow('QUIT_PAYMENT');
    expect(await bench.party.buy({ tid }, { act: 'close' })).toBeNull();
  });
});
