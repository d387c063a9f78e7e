import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pages } from '../pages/index.js';
import { type FakeSchool, startFakeSchool } from '../pages/testing/fake-school.js';
import { rawRequest } from '../testing/raw-http.js';

let school: FakeSchool;
beforeAll(async () => {
  school = await startFakeSchool();
});
afterAll(() => school.stop());

const inKorean = { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.5' };
const get = (path: string, headers: Record<string, string> = {}) => rawRequest(school.url + path, { headers });

const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const strictHeaders = {
  'content-security-policy': strictPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
};

const paths = pages.map(({ path }) => path);
const written = ['style.css', ...readdirSync(fileURLToPath(new URL('../pages/browser/', import.meta.url)))];
const files = [...new Set(written.filter((name) => /\.(js|css)$/.test(name))), 'uqr.js'];

test('there is a page for each link that is mailed or shown', () => {
  expect(paths.toSorted()).toEqual([
    '/account/invitation',
    '/account/reset-password',
    '/account/second-factor',
    '/account/sign-up',
    '/checkout/:orderId',
    '/device',
  ]);
});

describe.each(paths)('%s', (path) => {
  test('is sent with headers that let nothing but our own files run, and is kept nowhere', async () => {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      ...strictHeaders,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test.each(['en', 'ko'])(
    'holds no script, style or handler of its own in %s, and links only within the site',
    async (language) => {
      const { text } = await get(`${path}?lang=${language}`);
      expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:|<base|<iframe|<object/i);
      expect(text).not.toMatch(/\s(action|formaction|http-equiv|target)=/i);
      const addresses = [...text.matchAll(/\s(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
      expect(addresses.length).toBeGreaterThan(3);
      for (const address of addresses) expect(address).toMatch(/^(data:,|\?lang=(en|ko)|(\.\.\/)*[a-z][a-z/.-]*)$/);
      for (const address of addresses.filter((one) => !one.startsWith('data:'))) {
        const { pathname, search } = new URL(address, school.url + path);
        expect([address, (await get(pathname + search)).status]).toEqual([address, 200]);
      }
    },
  );

  test('follows the browser’s language, and the switch before it', async () => {
    const languageOf = async (query: string, headers: Record<string, string> = {}) => {
      const { text, headers: sent } = await get(path + query, headers);
      const [, language] = /<html lang="(\w+)">/.exec(text) ?? [];
      expect(sent).toMatchObject({ 'content-language': language, vary: 'accept-language' });
      return language;
    };
    expect(await languageOf('')).toBe('en');
    expect(await languageOf('', inKorean)).toBe('ko');
    expect(await languageOf('?lang=en', inKorean)).toBe('en');
    expect(await languageOf('?lang=ko')).toBe('ko');
    expect(await languageOf('?lang=fr', inKorean)).toBe('ko');
    expect(await languageOf('?lang=ko&lang=ko')).toBe('en');
  });

  test('is the same whatever a request says: nothing of it is shown, and nowhere it names is gone to', async () => {
    const { text } = await get(path);
    const evil = 'https://evil.example/<script>alert(1)</script>';
    const asked = await get(`${path}?next=${evil}&redirect=//evil.example&lang=${encodeURIComponent(evil)}`, {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      referer: evil,
    });
    expect([asked.status, asked.text === text]).toEqual([200, true]);
    expect(asked.headers).not.toHaveProperty('location');
  });

  test('has the same structure in both languages, and words in none but its own', async () => {
    const skeleton = (text: string) => text.match(/<\/?[a-z][a-z0-9]*|\s(?:id|name|data-step|data-slot)="[^"]*"/g);
    const [english, korean] = [await get(`${path}?lang=en`), await get(`${path}?lang=ko`)];
    expect(skeleton(korean.text)).toEqual(skeleton(english.text));
    expect(english.text.replace('한국어', '')).not.toMatch(/\p{Script=Hangul}/u);
  });

  test('labels each input, and describes it with what is there', async () => {
    const { text } = await get(path);
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const labelled = [...text.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id);
    for (const [input] of text.matchAll(/<input(?![^>]*\shidden)[^>]*>/g)) {
      const [, id] = /\sid="([^"]+)"/.exec(input) ?? [];
      expect(labelled).toContain(id);
      const [, described = ''] = /aria-describedby="([^"]+)"/.exec(input) ?? [];
      for (const describer of described.split(' ')) expect(ids).toContain(describer);
      expect(input).toMatch(/\sautocomplete="(username|name|new-password|current-password|one-time-code|off)"/);
      expect(input).toMatch(/\sdata-rule="[^"]+"/);
    }
    // Without its script a form must not put a password into an address.
    for (const [form] of text.matchAll(/<form[^>]*>/g)) expect(form).toContain('method="post"');
  });

  test.each([`${path}/`, path.toUpperCase()])('%s is no other name of it', async (other) => {
    expect((await get(other)).status).toBe(404);
  });

  test.each(['POST', 'PUT', 'DELETE'])('takes no %s', async (method) => {
    expect((await rawRequest(school.url + path, { method })).status).toBe(404);
  });
});

test('passwords are for managers to fill: new ones and known ones are told apart', async () => {
  const autocomplete = async (path: string) =>
    [...(await get(path)).text.matchAll(/\sautocomplete="([^"]+)"/g)].map(([, value]) => value);
  expect(await autocomplete('/account/sign-up')).toEqual([
    'username',
    'one-time-code',
    'username',
    'name',
    'new-password',
  ]);
  expect(await autocomplete('/account/reset-password')).toEqual([
    'username',
    'one-time-code',
    'username',
    'new-password',
  ]);
  expect(await autocomplete('/account/invitation')).toEqual(['off', 'username', 'name', 'new-password']);
  expect(await autocomplete('/device')).toEqual(['off', 'username', 'current-password', 'one-time-code']);
  expect(await autocomplete('/account/second-factor')).toEqual([
    'username',
    'current-password',
    'one-time-code',
    'one-time-code',
  ]);
});

describe('the providers of payments', () => {
  const origins = {
    script: ['https://js.pay.example'],
    connect: ['https://api.pay.example'],
    frame: ['https://window.pay.example', 'https://card.example'],
  };
  let site: FakeSchool;
  beforeAll(async () => {
    site = await startFakeSchool(origins);
  });
  afterAll(() => site.stop());
  const headersOf = async (path: string) => (await rawRequest(site.url + path)).headers;

  test('are let into the checkout page, with their windows, and nobody else is', async () => {
    expect(await headersOf('/checkout/ord_01h2xcejqtf2nbrexx3vqjhp41')).toMatchObject({
      ...strictHeaders,
      'content-security-policy':
        "default-src 'none'; script-src 'self' https://js.pay.example; style-src 'self'; " +
        "connect-src 'self' https://api.pay.example; img-src 'self' data:; " +
        'frame-src https://window.pay.example https://card.example; ' +
        "form-action https://window.pay.example https://card.example; base-uri 'none'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin-allow-popups',
    });
  });

  test.each([...paths.filter((path) => !path.startsWith('/checkout')), '/account/files/checkout.js'])(
    'are not let into %s',
    async (path) => {
      expect(await headersOf(path)).toMatchObject(strictHeaders);
    },
  );
});

describe('the files of the pages', () => {
  test.each(files)('%s is served with its type and asked after each time', async (name) => {
    const { status, headers, text } = await get(`/account/files/${name}`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      ...strictHeaders,
      'content-type': name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      etag: expect.any(String),
    });
    expect(headers).not.toHaveProperty('set-cookie');
    expect(text.length).toBeGreaterThan(50);
    const again = await get(`/account/files/${name}`, { 'if-none-match': String(headers.etag) });
    expect(again.status).toBe(304);
  });

  test.each(files.filter((name) => name.endsWith('.js')))('%s imports only what is served', async (name) => {
    // Types are imported in comments, for the type check alone.
    const text = (await get(`/account/files/${name}`)).text.replace(/\/\*\*[\s\S]*?\*\//g, '');
    for (const [, from = ''] of text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
      expect(from).toMatch(/^\.\/[\w-]+\.js$/);
      expect(files).toContain(from.slice(2));
    }
  });

  test('write nothing as HTML, run no text as code and keep nothing in the browser', async () => {
    // While a buyer is at the provider's the page is left: the tab keeps the code of the checkout meanwhile.
    const exceptions = ['uqr.js', 'checkout-code.js'];
    for (const name of files.filter((one) => one.endsWith('.js') && !exceptions.includes(one))) {
      const { text } = await get(`/account/files/${name}`);
      expect([name, text]).not.toEqual([
        name,
        expect.stringMatching(
          /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|localStorage|sessionStorage|indexedDB|\.cookie\b/,
        ),
      ]);
    }
  });

  test.each([
    '/account/files/',
    '/account/files/tsconfig.json',
    '/account/files/calls.d.ts',
    '/account/files/../../package.json',
    '/account/files/..%2f..%2fpackage.json',
    '/account/files/%2e%2e/%2e%2e/index.ts',
    '/account/files/nothing.js',
    '/account/files/__proto__',
  ])('%s gives no file', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});
