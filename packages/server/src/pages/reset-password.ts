import { emailField, newPasswordField } from './fields.js';
import { html, sentence } from './html.js';
import { type Page, step } from './page.js';
import { verificationSteps } from './verification.js';
import { words } from './words.js';

const resetWords = words({
  lead: {
    en: 'A mail with a code goes to the address of your account.',
    ko: '계정의 이메일 주소로 인증 코드를 보내 드립니다.',
  },
  passwordTitle: { en: 'A new password', ko: '새 비밀번호' },
  ends: {
    en: 'Setting it ends every sign-in and access token of your account.',
    ko: '비밀번호를 바꾸면 모든 기기에서 로그아웃되고 액세스 토큰도 모두 해지됩니다.',
  },
  submit: { en: 'Set the password', ko: '비밀번호 바꾸기' },
  doneTitle: { en: 'The password is changed', ko: '비밀번호를 바꾸었습니다' },
  done: {
    en: 'You are signed out everywhere. Close this page and sign in again with {command}.',
    ko: '모든 기기에서 로그아웃되었습니다. 이 페이지를 닫고 {command} 명령으로 다시 로그인하세요.',
  },
});

export const resetPasswordPage: Page = {
  path: '/account/reset-password',
  script: 'reset-password.js',
  title: { en: 'Reset the password', ko: '비밀번호 재설정' },
  body: (language) => {
    const t = resetWords(language);
    return html`${verificationSteps(language, t('lead'))}
${step(
  'account',
  t('passwordTitle'),
  html`<p>${t('ends')}</p>
<form id="account" method="post" novalidate>
<div data-when-known hidden>${emailField('account', language, { readonly: true, required: false })}</div>
${newPasswordField('account', language)}
<button type="submit">${t('submit')}</button>
</form>`,
)}
${step('done', t('doneTitle'), html`<p>${sentence(t('done'), { command: html`<code>didacto login</code>` })}</p>`)}`;
  },
};
