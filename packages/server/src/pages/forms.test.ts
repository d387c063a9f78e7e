import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../platform/problem.js';
import { until } from '../testing/until.js';
import { pages } from './index.js';
import { kindAnswers, verificationId } from './testing/answers.js';
import { hasChromium, type Visit } from './testing/browser.js';
import { startFakeSchool } from './testing/fake-school.js';
import { inBrowser } from './testing/in-browser.js';

const confirmCall = `POST /v1/verifications/${verificationId}/confirm`;
const fromMail = `/account/sign-up#verification=${verificationId}&code=123456`;

describe.skipIf(!hasChromium)('the forms of the pages', () => {
  const { site: school, open, complaints } = inBrowser(startFakeSchool);
  beforeEach(() => {
    school().answers = kindAnswers();
    school().seen.length = 0;
  });
  afterEach(() => {
    expect(complaints()).toEqual([]);
  });
  const calls = () => school().seen.map(({ call }) => call);
  const focused = (page: Visit) => page.tab.evaluate(() => document.activeElement?.id);

  test('say in the page’s language what a field must be, at the field, and send nothing', async () => {
    const page = await open('/account/sign-up', { locale: 'ko-KR' });
    await page.field('이메일 주소').fill('haeun');
    await page.press('인증 코드 받기');
    expect(await page.faultOf('이메일 주소')).toBe('haeun@school.example 형식의 이메일 주소를 입력하세요.');
    expect(await page.field('이메일 주소').getAttribute('aria-invalid')).toBe('true');
    expect(calls()).toEqual([]);
  });

  test('put the focus on the first field that is wrong, and take the marks away when all are right', async () => {
    const page = await open('/account/invitation#code=K7WP3-XQ9M2-VAH4T-R8NCE');
    await page.sees('You are invited');
    await page.field('Name').fill('Kim');
    await page.field('New password').fill('short');
    await page.press('Accept the invitation');
    expect(await focused(page)).toBe('account-password');
    await page.field('Name').fill('');
    await page.press('Accept the invitation');
    expect(await focused(page)).toBe('account-name');
    expect(await page.tab.locator('[aria-invalid]').count()).toBe(2);
    await page.field('Name').fill('Kim');
    await page.field('New password').fill('correct horse battery');
    await page.press('Accept the invitation');
    await page.sees('Your account is ready');
    expect(await page.tab.locator('[aria-invalid]').count()).toBe(0);
  });

  test('show a refusal at the field it is about, in the page’s language', async () => {
    school().answers['POST /v1/members/sign-up'] = () => {
      throw new Problem('password_common');
    };
    const page = await open(fromMail.replace('#', '?lang=ko#'));
    await page.press('계속');
    await page.sees('이름과 비밀번호');
    await page.field('이름').fill('김하은');
    await page.field('새 비밀번호').fill('password123');
    await page.press('가입하기');
    await until('the refusal', async () => (await page.faultOf('새 비밀번호')) !== '');
    expect(await page.faultOf('새 비밀번호')).toContain('다른 비밀번호를 정하세요');
    expect(await focused(page)).toBe('account-password');
  });

  test('show at each field what the API says of it, and the rest in the alert', async () => {
    school().answers['POST /v1/members/sign-up'] = () => {
      const fields = [
        { path: 'name', message: 'must not contain control characters' },
        { path: 'proof', message: 'is too long' },
      ];
      throw new Problem('validation_failed', { fields });
    };
    const page = await open(fromMail);
    await page.press('Continue');
    await page.field('Name').fill('Kim');
    await page.field('New password').fill('correct horse battery');
    await page.press('Sign up');
    expect(await page.alert()).toMatch(/^Some fields are not valid\s+proof: is too long$/);
    expect(await page.faultOf('Name')).toContain('without control characters');
    expect(await focused(page)).toBe('alert');
    expect(await page.tab.getByRole('alert').count()).toBe(1);
  });

  test('say how long to wait when there were too many tries', async () => {
    school().answers['POST /v1/verifications'] = () => {
      throw new Problem('rate_limited', { retryAfterSeconds: 90 });
    };
    const page = await open('/account/sign-up');
    await page.field('E-mail address').fill('haeun@school.example');
    await page.press('Send me a code');
    expect(await page.alert()).toMatch(/Too many requests.*\s+Try again in 90 seconds\.$/);
  });

  test('say so when no server answers, or something else does', async () => {
    const page = await open('/account/sign-up');
    await page.field('E-mail address').fill('haeun@school.example');
    await page.tab.route('**/v1/verifications', (route) => route.abort());
    await page.press('Send me a code');
    expect(await page.alert()).toMatch(/^The server could not be reached/);
    await page.tab.unroute('**/v1/verifications');
    await page.tab.route('**/v1/verifications', (route) =>
      route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
    );
    await page.press('Send me a code');
    await until('the other alert', async () => (await page.alert()).startsWith('The server gave an answer'));
  });

  test('are sent once, however often they are sent', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const kind = kindAnswers()['POST /v1/verifications'];
    school().answers['POST /v1/verifications'] = async (seen) => {
      await held;
      return kind?.(seen);
    };
    const page = await open('/account/sign-up');
    await page.field('E-mail address').fill('haeun@school.example');
    await page.press('Send me a code');
    await until('the first call', () => calls().length === 1);
    await page.press('Send me a code');
    await page.field('E-mail address').press('Enter');
    release();
    await page.sees('The code from the mail');
    expect(calls()).toEqual(['POST /v1/verifications']);
  });

  test('need no mouse: each step hands the focus to its heading, from where Tab leads on', async () => {
    const page = await open('/account/sign-up');
    const keys = async (...pressed: string[]) => {
      for (const key of pressed) await page.tab.keyboard.press(key);
    };
    await keys('Tab', 'Tab');
    await page.tab.keyboard.type('haeun@school.example');
    await keys('Enter');
    await page.sees('The code from the mail');
    await keys('Tab');
    await page.tab.keyboard.type('123 456');
    await keys('Enter');
    await page.sees('Name and password');
    expect(await page.tab.evaluate(() => document.activeElement?.textContent)).toBe('Name and password');
    await keys('Tab', 'Tab');
    await page.tab.keyboard.type('Kim Haeun');
    await keys('Tab');
    await page.tab.keyboard.type('correct horse battery');
    await keys('Enter');
    await page.sees('Your account is ready');
    expect(school().seen.map(({ body }) => body)).toEqual([
      { email: 'haeun@school.example', purpose: 'sign_up' },
      { code: '123 456' },
      { proof: 'proof', name: 'Kim Haeun', password: 'correct horse battery' },
    ]);
  });

  test('show a password while one asks for it, let it be pasted, and hide it when it is sent', async () => {
    const page = await open(fromMail);
    await page.press('Continue');
    await page.sees('Name and password');
    const password = page.field('New password');
    await page.tab.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.tab.evaluate(() => navigator.clipboard.writeText('correct horse battery'));
    await password.focus();
    await page.tab.keyboard.press('Control+V');
    expect(await password.inputValue()).toBe('correct horse battery');
    await page.press('Show');
    expect(await password.getAttribute('type')).toBe('text');
    await page.press('Hide');
    expect(await password.getAttribute('type')).toBe('password');
    await page.press('Show');
    await page.press('Sign up');
    expect(await password.getAttribute('type')).toBe('password');
  });

  test('let another code be sent only from its time on', async () => {
    const page = await open('/account/sign-up');
    await page.field('E-mail address').fill('haeun@school.example');
    await page.press('Send me a code');
    await page.sees('The code from the mail');
    const again = page.tab.getByRole('button', { name: 'Send another code' });
    expect(await again.isDisabled()).toBe(true);
    expect(await page.tab.locator('#not-before').innerText()).toMatch(/^Another code can be sent from .*\d:\d\d/);
    await page.press('Use another address');
    school().answers['POST /v1/verifications'] = () => ({
      ...{ id: verificationId, purpose: 'sign_up', expiresAt: new Date(Date.now() + 1_200_000).toISOString() },
      resendAt: new Date(Date.now() - 1_000).toISOString(),
    });
    // By the server's clock: this computer's may go wrong.
    await page.tab.clock.install({ time: Date.now() - 3_600_000 });
    await page.press('Send me a code');
    await page.sees('The code from the mail');
    await page.press('Send another code');
    await until('a word of it', async () => (await page.tab.getByRole('status').innerText()).includes('on its way'));
    expect(calls()).toHaveLength(3);
  });

  test('ask for the address again when the proof of it no longer holds', async () => {
    school().answers['POST /v1/members/reset-password'] = () => {
      throw new Problem('proof_invalid');
    };
    const page = await open(fromMail.replace('sign-up', 'reset-password'));
    await page.press('Continue');
    await page.field('New password').fill('correct horse battery');
    await page.press('Set the password');
    expect(await page.alert()).toMatch(/ask for a new code/);
    expect(await page.field('E-mail address').count()).toBe(1);
    expect(calls()).toEqual([confirmCall, 'POST /v1/members/reset-password']);
  });

  test.each(pages.map(({ path }) => path))('%s fits a narrow phone, in both languages', async (path) => {
    for (const language of ['en', 'ko']) {
      const page = await open(`${path}?lang=${language}`, { viewport: { width: 320, height: 640 } });
      // Every step at once, as wide as they get.
      const overflow = await page.tab.evaluate(() => {
        for (const hidden of document.querySelectorAll('[hidden]')) hidden.removeAttribute('hidden');
        return document.documentElement.scrollWidth - innerWidth;
      });
      expect([language, overflow]).toEqual([language, 0]);
    }
  });
});
