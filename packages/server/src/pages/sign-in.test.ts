import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../platform/problem.js';
import { until } from '../testing/until.js';
import { kindAnswers } from './testing/answers.js';
import { hasChromium } from './testing/browser.js';
import { startFakeSchool } from './testing/fake-school.js';
import { inBrowser } from './testing/in-browser.js';
import { lookAtCode, signIn } from './testing/sign-in.js';

describe.skipIf(!hasChromium)('a sign-in on a page', () => {
  const { site: school, open } = inBrowser(startFakeSchool);
  beforeEach(() => {
    school().answers = kindAnswers();
    school().seen.length = 0;
  });
  const calls = () => school().seen.map(({ call }) => call);

  test('denies a code, and signs out', async () => {
    const page = await open('/device#code=K7WP-3XQ9');
    await lookAtCode(page);
    await page.press('Deny');
    await page.sees('Denied');
    await until('the end', () => calls().includes('DELETE /v1/sessions/current'));
    expect(calls()).toContain('POST /v1/device-codes/K7WP-3XQ9/deny');
    expect(calls()).not.toContain('POST /v1/device-codes/K7WP-3XQ9/approve');
  });

  test('asks for a second factor when it is needed, and again when it was wrong', async () => {
    const kind = kindAnswers();
    school().answers['POST /v1/sessions'] = (seen) => {
      const { code } = Object(seen.body);
      if (code === undefined) throw new Problem('second_factor_needed');
      if (code !== '246 802') throw new Problem('second_factor_wrong');
      return kind['POST /v1/sessions']?.(seen);
    };
    const page = await open('/device#code=K7WP-3XQ9');
    await page.press('Continue');
    await page.sees('Sign in');
    expect(await page.field('Second-factor code').count()).toBe(0);
    await signIn(page);
    await page.field('Second-factor code').fill('135 791');
    await page.press('Sign in');
    await until('a refusal', async () => (await page.faultOf('Second-factor code')) !== '');
    expect(await page.faultOf('Second-factor code')).toMatch(/wrong or was used before/);
    await page.field('Second-factor code').fill('246 802');
    await page.press('Sign in');
    await page.sees('Is it you who signs in?');
  });

  test('asks for the sign-in again when it has ended', async () => {
    const page = await open('/device#code=K7WP-3XQ9');
    await lookAtCode(page);
    school().answers['POST /v1/device-codes/K7WP-3XQ9/approve'] = () => {
      throw new Problem('token_expired');
    };
    await page.press('Approve');
    expect(await page.alert()).toBe('The token has expired');
    await signIn(page);
    await page.sees('Is it you who signs in?');
  });

  test('sends back to the code when it is not good, without another sign-in', async () => {
    const kind = kindAnswers()['GET /v1/device-codes/K7WP-3XQ9'];
    school().answers['GET /v1/device-codes/AAAA-2222'] = () => {
      throw new Problem('device_code_invalid');
    };
    const page = await open('/device#code=AAAA-2222');
    await page.press('Continue');
    await signIn(page);
    await page.sees('The code that the program shows');
    expect(await page.faultOf('Sign-in code')).toMatch(/unknown, used or expired/);
    await page.field('Sign-in code').fill('k7wp 3xq9');
    if (kind) school().answers['GET /v1/device-codes/K7WP-3XQ9'] = kind;
    await page.press('Continue');
    await page.sees('Is it you who signs in?');
    expect(calls().filter((call) => call === 'POST /v1/sessions')).toHaveLength(1);
  });

  test('leads to the second factor when the role must have one', async () => {
    school().answers['GET /v1/device-codes/K7WP-3XQ9'] = () => {
      throw new Problem('second_factor_required');
    };
    const page = await open('/device#code=K7WP-3XQ9');
    await page.press('Continue');
    await signIn(page);
    expect(await page.alert()).toMatch(/needs a second factor/);
    await page.tab.getByRole('link', { name: 'Set up a second factor' }).click();
    await page.tab.getByRole('heading', { name: 'Second factor', exact: true }).waitFor();
    expect(page.tab.url()).toBe(`${school().url}/account/second-factor`);
  });

  test('says so when a second factor is on already, and starts nothing', async () => {
    school().answers['GET /v1/members/me/second-factor'] = () => ({
      on: true,
      since: '2026-03-02T01:02:03.456Z',
      recoveryCodesLeft: 7,
      required: true,
    });
    const page = await open('/account/second-factor');
    await signIn(page);
    await page.sees('The second factor is on');
    expect(await page.tab.locator('[data-slot=left]').innerText()).toBe('7');
    await until('the end', () => calls().at(-1) === 'DELETE /v1/sessions/current');
    expect(calls()).not.toContain('POST /v1/members/me/second-factor');
  });
});
