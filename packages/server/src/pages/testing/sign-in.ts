import type { Visit } from './browser.js';

const haeun = { email: 'haeun@school.example', password: 'correct horse battery' };

/** Fills in the step that signs in, and sends it. */
export async function signIn(page: Visit, { email, password } = haeun): Promise<void> {
  await page.field('E-mail address').fill(email);
  await page.field('Password').fill(password);
  await page.press('Sign in');
}

/** From a link with a sign-in code to who asks by it. */
export async function lookAtCode(page: Visit): Promise<void> {
  await page.press('Continue');
  await signIn(page);
  await page.sees('Is it you who signs in?');
}
