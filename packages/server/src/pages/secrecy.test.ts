import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Problem } from '../platform/problem.js';
import { until } from '../testing/until.js';
import { kindAnswers, recoveryCodes, secret, verificationId } from './testing/answers.js';
import { hasChromium } from './testing/browser.js';
import { startFakeSchool } from './testing/fake-school.js';
import { inBrowser } from './testing/in-browser.js';
import { lookAtCode, signIn } from './testing/sign-in.js';

const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'&amp;';
const links = [
  { path: '/account/sign-up', fragment: `verification=${verificationId}&code=135790` },
  { path: '/account/reset-password', fragment: `verification=${verificationId}&code=135790` },
  { path: '/account/invitation', fragment: 'code=K7WP3-XQ9M2-VAH4T-135790' },
  { path: '/device', fragment: 'code=K7WP-3XQ9' },
];

describe.skipIf(!hasChromium)('a page in a browser', () => {
  const { site: school, open, complaints } = inBrowser(startFakeSchool);
  beforeEach(() => {
    school().answers = kindAnswers();
    school().seen.length = 0;
  });
  const calls = () => school().seen.map(({ call }) => call);

  test.each(links)('takes what a link to $path brought out of the address bar and the history', async (link) => {
    const page = await open(`${link.path}#${link.fragment}`);
    await page.tab.locator('[data-step]:not([hidden])').waitFor();
    expect(page.tab.url()).toBe(school().url + link.path);
    await page.tab.goto(`${school().url}/account/second-factor`);
    await page.tab.goBack();
    expect(page.tab.url()).toBe(school().url + link.path);
    const code = new URLSearchParams(link.fragment).get('code') ?? '';
    expect(page.asked.slice(1).filter((address) => address.includes(code))).toEqual([]);
    expect(school().seen.map(({ headers }) => headers.referer)).not.toContainEqual(expect.anything());
    expect(complaints()).toEqual([]);
  });

  test('carries a link’s code to the other language, and takes it away there too', async () => {
    const page = await open(`/account/sign-up#verification=${verificationId}&code=135790`);
    await page.tab.getByRole('link', { name: '한국어' }).click();
    await page.sees('인증 코드 입력');
    expect(await page.field('인증 코드').inputValue()).toBe('135790');
    expect(page.tab.url()).toBe(`${school().url}/account/sign-up?lang=ko`);
  });

  test('reads a second link that is opened in the same tab', async () => {
    const page = await open('/device#code=K7WP-3XQ9');
    await page.tab.evaluate(() => {
      location.hash = 'code=AAAA-2222';
    });
    await until('the other code', async () => (await page.field('Sign-in code').inputValue()) === 'AAAA-2222');
    expect(page.tab.url()).toBe(`${school().url}/device`);
  });

  test('shows names and clients of strangers as text', async () => {
    const kind = kindAnswers();
    school().answers['GET /v1/device-codes/K7WP-3XQ9'] = (seen) => ({
      ...Object(kind['GET /v1/device-codes/K7WP-3XQ9']?.(seen)),
      client: hostile,
      address: hostile,
    });
    school().answers['POST /v1/invitations/preview'] = (seen) => ({
      ...Object(kind['POST /v1/invitations/preview']?.(seen)),
      institution: hostile,
    });
    school().answers['POST /v1/invitations/accept'] = () => {
      throw new Problem('validation_failed', { fields: [{ path: hostile, message: hostile }] });
    };
    const device = await open('/device#code=K7WP-3XQ9');
    await lookAtCode(device);
    expect(await device.tab.locator('[data-slot=client]').innerText()).toBe(hostile);
    const invitation = await open('/account/invitation#code=K7WP3-XQ9M2-VAH4T-R8NCE');
    await invitation.sees('You are invited');
    expect(await invitation.tab.locator('[data-slot=institution]').innerText()).toBe(hostile);
    await invitation.field('Name').fill(hostile);
    await invitation.field('New password').fill('correct horse battery');
    await invitation.press('Accept the invitation');
    expect(await invitation.alert()).toContain(`${hostile}: ${hostile}`);
    for (const page of [device, invitation]) {
      expect(await page.tab.locator('main img, main script').count()).toBe(0);
    }
    expect(complaints()).toEqual([]);
  });

  test('shows what a link brought as text in a field, and asks only our API with it', async () => {
    const page = await open(`/device#code=${encodeURIComponent(`${hostile}/../../x`)}`);
    await page.press('Continue');
    expect(await page.faultOf('Sign-in code')).toContain('8 letters and digits');
    const other = await open(`/account/sign-up#verification=${encodeURIComponent('../../../evil')}&code=135790`);
    await other.press('Continue');
    await other.alert();
    expect(other.asked.at(-1)).toBe(`${school().url}/v1/verifications/..%2F..%2F..%2Fevil/confirm`);
    expect(complaints()).toEqual([]);
  });

  test('runs no script that found its way into it, and loads none from elsewhere', async () => {
    const other = await otherSite('alert(4)', 'text/javascript');
    const page = await open('/device');
    await page.tab.evaluate(
      ([markup = '', address = '']) => {
        document.querySelector('main')?.insertAdjacentHTML('beforeend', `${markup}<b style="color:red">x</b>`);
        const [inline, elsewhere] = [document.createElement('script'), document.createElement('script')];
        inline.textContent = 'alert(3)';
        elsewhere.src = address;
        document.head.append(inline, elsewhere);
      },
      [hostile, other.url],
    );
    const refused = () => page.complaints.filter((text) => /Content Security Policy/.test(text));
    await until('a refusal of handler, style, inline script and script from elsewhere', () => refused().length >= 4);
    expect(page.complaints.filter((text) => text.startsWith('dialog'))).toEqual([]);
    expect(other.requests()).toBe(0);
  });

  test('sends a form nowhere but to the API, even when its script is gone', async () => {
    const page = await open('/device#code=K7WP-3XQ9');
    const before = page.asked.length;
    await page.tab.evaluate(() => {
      for (const form of document.forms) form.submit();
    });
    await until('a refusal', () => page.complaints.some((text) => /form-action/.test(text)));
    expect([page.tab.url(), page.asked.length]).toEqual([`${school().url}/device`, before]);
  });

  test('is shown in no frame', async () => {
    const other = await otherSite(`<iframe src="${school().url}/device"></iframe>`, 'text/html');
    const page = await open(other.url);
    await until('a refusal', () => page.complaints.some((text) => /frame-ancestors/.test(text)));
    const framed = page.tab.frames().find((frame) => frame !== page.tab.mainFrame());
    expect(await framed?.getByText('DIDACTO').count()).toBe(0);
  });

  test('holds its token in memory only, sends it as a header, and signs out when the code is approved', async () => {
    const page = await open('/device#code=k7wp3xq9');
    await lookAtCode(page);
    expect(await page.kept()).toEqual([]);
    expect(await page.field('Password').count()).toBe(0);
    expect(await page.tab.locator('#sign-in-password').inputValue()).toBe('');
    await page.press('Approve');
    await page.sees('Approved');
    await until('the end', () => calls().includes('DELETE /v1/sessions/current'));
    expect(calls()).toEqual([
      'POST /v1/sessions',
      'GET /v1/device-codes/K7WP-3XQ9',
      'POST /v1/device-codes/K7WP-3XQ9/approve',
      'DELETE /v1/sessions/current',
    ]);
    const [first, ...later] = school().seen;
    expect(first?.headers).toMatchObject({ 'content-type': 'application/json', origin: school().url });
    expect(first?.headers).not.toHaveProperty('authorization');
    for (const { headers } of later) expect(headers.authorization).toBe('Bearer the-token');
    for (const { headers } of school().seen) expect(headers).not.toHaveProperty('cookie');
    expect(await page.kept()).toEqual([]);
    expect(complaints()).toEqual([]);
  });

  test('signs out whoever leaves before the end', async () => {
    const page = await open('/device#code=K7WP-3XQ9');
    await lookAtCode(page);
    await page.tab.goto('about:blank');
    await until('the end', () => calls().at(-1) === 'DELETE /v1/sessions/current');
  });

  test('shows recovery codes once, to be copied or downloaded, and forgets the secret', async () => {
    const page = await open('/account/second-factor');
    await signIn(page);
    await page.sees('Add it to your authenticator app');
    await page.tab.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = () => page.tab.evaluate(() => navigator.clipboard.readText());
    await page.press('Copy');
    await until('the copy', async () => (await copied()) === secret);
    expect(await page.tab.getByRole('img').locator('svg').count()).toBe(1);
    await page.field('Code').fill('135 790');
    await page.press('Turn it on');
    await page.sees('It is on. Keep your recovery codes');
    expect(await page.tab.getByRole('listitem').allInnerTexts()).toEqual(recoveryCodes);
    expect(await page.tab.content()).not.toContain(secret);
    await page.press('Copy');
    await until('the copy', async () => (await copied()) === recoveryCodes.join('\n'));
    const [download] = await Promise.all([page.tab.waitForEvent('download'), page.press('Download')]);
    expect(download.suggestedFilename()).toBe('didacto-recovery-codes.txt');
    const parts: Buffer[] = [];
    for await (const part of await download.createReadStream()) parts.push(Buffer.from(part));
    expect(Buffer.concat(parts).toString('utf8')).toBe(`${recoveryCodes.join('\n')}\n`);
    await page.tab.reload();
    await page.sees('Sign in');
    for (const code of recoveryCodes) expect(await page.tab.content()).not.toContain(code);
    expect(await page.kept()).toEqual([]);
    expect(complaints()).toEqual([]);
  });
});

/** Another site for one test, which answers every request with the same; it counts them. */
async function otherSite(body: string, type: string) {
  let count = 0;
  const server = createServer((_request, response) => {
    count++;
    response.setHeader('content-type', type).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${port}/`, requests: () => count };
}
