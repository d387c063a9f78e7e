import type { Language } from '../platform/problem.js';
import { codeField, currentPasswordField, emailField } from './fields.js';
import { type Html, html } from './html.js';
import { step } from './page.js';
import { words } from './words.js';

const signInWords = words({
  title: { en: 'Sign in', ko: '로그인' },
  code: { en: 'Second-factor code', ko: '2단계 인증 코드' },
  codeHint: {
    en: 'The 6 digits that your authenticator app shows now, or one of your recovery codes.',
    ko: '인증 앱에 지금 표시된 6자리 숫자나 복구 코드 하나를 입력하세요.',
  },
  codeRule: {
    en: 'Enter the 6 digits of your authenticator app, or a recovery code of 12 letters and digits.',
    ko: '인증 앱의 6자리 숫자나 영문자와 숫자 12자리 복구 코드를 입력하세요.',
  },
  submit: { en: 'Sign in', ko: '로그인' },
  shortly: {
    en: 'You are signed in on this page only, until you are done here.',
    ko: '이 페이지에서만 로그인되며, 작업이 끝나면 자동으로 로그아웃됩니다.',
  },
  forgotten: { en: 'I have forgotten my password', ko: '비밀번호를 잊었습니다' },
});

/** The step `sign-in`, driven by `browser/sign-in.js`; `root` is the way to the server's root. */
export function signInStep(language: Language, root: string): Html {
  const t = signInWords(language);
  const form = 'sign-in';
  return step(
    form,
    t('title'),
    html`<p>${t('shortly')}</p>
<form id="${form}" method="post" novalidate>
${emailField(form, language)}
${currentPasswordField(form, language)}
<div data-when-needed hidden>
${codeField(form, {
  name: 'code',
  label: t('code'),
  hint: t('codeHint'),
  rule: t('codeRule'),
  problems: ['second_factor_wrong'],
  pattern: 'secondFactor',
  input: { disabled: true },
})}
</div>
<button type="submit">${t('submit')}</button>
</form>
<p><a href="${root}account/reset-password">${t('forgotten')}</a></p>`,
  );
}
