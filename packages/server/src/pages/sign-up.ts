import { emailField, nameField, newPasswordField } from './fields.js';
import { html, sentence } from './html.js';
import { type Page, step } from './page.js';
import { verificationSteps } from './verification.js';
import { words } from './words.js';

const signUpWords = words({
  lead: {
    en: 'Students sign up here. First we make sure that the address is yours: a mail with a code goes to it.',
    ko: '학생 계정을 만드는 페이지입니다. 먼저 본인의 이메일인지 확인하기 위해 인증 코드를 보내 드립니다.',
  },
  accountTitle: { en: 'Name and password', ko: '이름과 비밀번호' },
  submit: { en: 'Sign up', ko: '가입하기' },
  doneTitle: { en: 'Your account is ready', ko: '가입이 완료되었습니다' },
  done: {
    en: 'You can close this page and sign in with {command}.',
    ko: '이 페이지를 닫고 {command} 명령으로 로그인하세요.',
  },
});

export const signUpPage: Page = {
  path: '/account/sign-up',
  script: 'sign-up.js',
  title: { en: 'Sign up', ko: '회원 가입' },
  body: (language) => {
    const t = signUpWords(language);
    return html`${verificationSteps(language, t('lead'))}
${step(
  'account',
  t('accountTitle'),
  html`<form id="account" method="post" novalidate>
<div data-when-known hidden>${emailField('account', language, { readonly: true, required: false })}</div>
${nameField('account', language)}
${newPasswordField('account', language)}
<button type="submit">${t('submit')}</button>
</form>`,
)}
${step('done', t('doneTitle'), html`<p>${sentence(t('done'), { command: html`<code>didacto login</code>` })}</p>`)}`;
  },
};
