import type { Didacto } from '@didacto/sdk';
import { TOTP, URI } from 'otpauth';
import { afterEach, describe, expect, test } from 'vitest';
import { mailTo } from '../testing/mailbox.js';
import { shiftedClock } from '../testing/shifted-clock.js';
import { password, startTestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';
import { hasChromium } from './testing/browser.js';
import { inBrowser } from './testing/in-browser.js';
import { signIn as enter } from './testing/sign-in.js';

const newPassword = 'wolke tasse 7 regenschirm';
const hostile = '<img src=x onerror=alert(1)>';

/** The real server, its mails and its pages, as a person goes through them. */
describe.skipIf(!hasChromium)('in a browser, a person', () => {
  const clock = shiftedClock();
  const { site: school, open, complaints } = inBrowser(() => startTestServer({ effects: { clock } }));
  afterEach(() => {
    expect(complaints()).toEqual([]);
  });

  const signIn = (email: string, pass: string, code?: string) =>
    school().visitor.sessions.signIn({ email, password: pass, ...(code !== undefined && { code }) });
  const linkIn = async (address: string, page: string): Promise<string> => {
    const { text } = await mailTo(school(), address, new RegExp(`${page}#`));
    return /https?:\S+#\S+/.exec(text)?.[0] ?? '';
  };
  const codeIn = async (address: string): Promise<string> =>
    /^\s*(\d{6})\s*$/m.exec((await mailTo(school(), address, /\d{6}/)).text)?.[1] ?? '';
  const sessionsOf = async (didacto: Didacto) => (await didacto.sessions.list()).sessions;
  /** A program that asks to be signed in. */
  const begin = async (client: string) => {
    const begun = await school().visitor.deviceCodes.create({ client });
    return { ...begun, redeem: () => school().visitor.deviceCodes.redeem({ deviceCode: begun.deviceCode }) };
  };

  test('signs up by the code from the mail', async () => {
    const email = 'haeun@school.example';
    const page = await open('/account/sign-up');
    await page.field('E-mail address').fill(email);
    await page.press('Send me a code');
    await page.sees('The code from the mail');
    await page.field('Code').fill('000 000');
    await page.press('Continue');
    await until('a refusal', async () => (await page.faultOf('Code')) !== '');
    await page.field('Code').fill(await codeIn(email));
    await page.press('Continue');
    await page.sees('Name and password');
    await page.field('Name').fill(hostile);
    await page.field('New password').fill('password1234');
    await page.press('Sign up');
    await until('a refusal', async () => (await page.faultOf('New password')) !== '');
    await page.field('New password').fill(newPassword);
    await page.press('Sign up');
    await page.sees('Your account is ready');
    expect((await signIn(email, newPassword)).member).toMatchObject({ email, name: hostile, role: 'student' });
    expect(await page.kept()).toEqual([]);
  });

  test('signs up in Korean by the link in the mail, which is in Korean too', async () => {
    const email = 'minjun@school.example';
    const first = await open('/account/sign-up', { locale: 'ko-KR' });
    await first.field('이메일 주소').fill(email);
    await first.press('인증 코드 받기');
    const page = await open(await linkIn(email, '/account/sign-up'), { locale: 'ko-KR' });
    await page.press('계속');
    await page.field('이름').fill('이민준');
    await page.field('새 비밀번호').fill(newPassword);
    await page.press('가입하기');
    await page.sees('가입이 완료되었습니다');
    expect((await signIn(email, newPassword)).member.name).toBe('이민준');
    expect((await mailTo(school(), email, /#/)).subject).toMatch(/회원가입/);
  });

  test('sets a new password by the link in the mail, and is signed out elsewhere', async () => {
    const { member, didacto } = await school().person('student');
    const first = await open('/account/reset-password');
    await first.field('E-mail address').fill(member.email);
    await first.press('Send me a code');
    const page = await open(await linkIn(member.email, '/account/reset-password'));
    await page.press('Continue');
    await page.field('New password').fill(newPassword);
    await page.press('Set the password');
    await page.sees('The password is changed');
    await expect(signIn(member.email, password)).rejects.toMatchObject({ code: 'credentials_wrong' });
    expect((await signIn(member.email, newPassword)).member.id).toBe(member.id);
    await expect(didacto.members.me()).rejects.toMatchObject({ status: 401 });
  });

  test('becomes an instructor by the link of an invitation, once', async () => {
    const email = 'teacher@school.example';
    await school().admin.didacto.institution.update({ name: hostile });
    await school().admin.didacto.invitations.create({ email });
    const link = await linkIn(email, '/account/invitation');
    const page = await open(link);
    await page.sees('You are invited');
    expect(await page.tab.locator('dd').allInnerTexts()).toEqual([hostile, 'Instructor', email, expect.any(String)]);
    await page.field('Name').fill('김선생');
    await page.field('New password').fill(newPassword);
    await page.press('Accept the invitation');
    await page.sees('Your account is ready');
    expect((await signIn(email, newPassword)).member).toMatchObject({ name: '김선생', role: 'instructor' });
    const again = await open(link);
    await until('a refusal', async () => (await again.faultOf('Invitation code')) !== '');
    expect(await again.faultOf('Invitation code')).toMatch(/unknown, used, withdrawn or expired/);
  });

  test('approves a program’s sign-in, and leaves no sign-in of the page behind', async () => {
    const { member, didacto } = await school().person('instructor');
    const before = await sessionsOf(didacto);
    const program = await begin(hostile);
    await expect(program.redeem()).rejects.toMatchObject({ code: 'sign_in_pending' });
    const page = await open(program.verificationUrlComplete);
    await page.press('Continue');
    await enter(page, { email: member.email, password });
    await page.sees('Is it you who signs in?');
    expect(await page.tab.locator('[data-slot=client]').innerText()).toBe(hostile);
    expect(await page.tab.locator('[data-slot=address]').innerText()).toMatch(/127\.0\.0\.1|::1/);
    expect(await page.tab.locator('[data-slot=userCode]').innerText()).toBe(program.userCode);
    await page.press('Approve');
    await page.sees('Approved');
    clock.pass(program.interval * 1_000);
    expect((await program.redeem()).member.id).toBe(member.id);
    await until('the end of the page’s sign-in', async () => (await sessionsOf(didacto)).length === before.length + 1);
    expect((await sessionsOf(didacto)).map(({ client }) => client)).toContain(hostile);
  });

  test('denies a program’s sign-in', async () => {
    const { member } = await school().person('student');
    const program = await begin('a program of somebody');
    const page = await open('/device');
    await page.field('Sign-in code').fill(program.userCode.toLowerCase());
    await page.press('Continue');
    await enter(page, { email: member.email, password });
    await page.press('Deny');
    await page.sees('Denied');
    await expect(program.redeem()).rejects.toMatchObject({ code: 'sign_in_denied' });
  });

  test('sets up a second factor, and approves with its code, or with a recovery code', async () => {
    const { member } = await school().person('instructor');
    const setUp = await open('/account/second-factor');
    await enter(setUp, { email: member.email, password });
    await setUp.sees('Add it to your authenticator app');
    await setUp.tab.getByRole('img').locator('svg').waitFor();
    const app = URI.parse((await setUp.tab.locator('#uri').getAttribute('href')) ?? '');
    if (!(app instanceof TOTP)) throw new Error('not of an authenticator app');
    const secret = (await setUp.tab.locator('[data-slot=secret]').innerText()).replaceAll(' ', '');
    expect([app.secret.base32, app.label]).toEqual([secret, member.email]);
    await setUp.field('Code').fill(app.generate({ timestamp: clock.now() }));
    await setUp.press('Turn it on');
    await setUp.sees('It is on. Keep your recovery codes');
    const [recoveryCode = ''] = await setUp.tab.getByRole('listitem').allInnerTexts();
    // A code is good once: the next sign-in needs the next one.
    clock.pass(app.period * 1_000);
    for (const code of [app.generate({ timestamp: clock.now() }), recoveryCode]) {
      const program = await begin('didacto');
      const page = await open(program.verificationUrlComplete);
      await page.press('Continue');
      await enter(page, { email: member.email, password });
      await page.field('Second-factor code').fill(code);
      await page.press('Sign in');
      await page.sees('Is it you who signs in?');
      await page.press('Approve');
      await page.sees('Approved');
      expect((await program.redeem()).member).toMatchObject({ id: member.id, secondFactor: true });
    }
    const again = await open('/account/second-factor');
    await enter(again, { email: member.email, password });
    clock.pass(app.period * 1_000);
    await again.field('Second-factor code').fill(app.generate({ timestamp: clock.now() }));
    await again.press('Sign in');
    await again.sees('The second factor is on');
    expect(await again.tab.locator('[data-slot=left]').innerText()).toBe('9');
  });
});
