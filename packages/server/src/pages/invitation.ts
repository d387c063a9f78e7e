import { codeField, nameField, newPasswordField } from './fields.js';
import { html, sentence } from './html.js';
import { type Page, slot, step } from './page.js';
import { words } from './words.js';

const invitationWords = words({
  codeTitle: { en: 'The code of the invitation', ko: '초대 코드 입력' },
  code: { en: 'Invitation code', ko: '초대 코드' },
  codeRule: {
    en: 'Enter the 20 letters and digits of the invitation; dashes may be left out.',
    ko: '초대 메일에 있는 영문자와 숫자 20자리를 입력하세요. 하이픈(-)은 빼도 됩니다.',
  },
  next: { en: 'Continue', ko: '계속' },
  accountTitle: { en: 'You are invited', ko: '초대를 받으셨습니다' },
  institution: { en: 'Institution', ko: '기관' },
  role: { en: 'Role', ko: '역할' },
  instructor: { en: 'Instructor', ko: '강사' },
  email: { en: 'E-mail address', ko: '이메일 주소' },
  expires: { en: 'Good until', ko: '유효 기간' },
  submit: { en: 'Accept the invitation', ko: '초대 수락' },
  doneTitle: { en: 'Your account is ready', ko: '계정을 만들었습니다' },
  done: {
    en: 'You can close this page and sign in with {command}.',
    ko: '이 페이지를 닫고 {command} 명령으로 로그인하세요.',
  },
});

export const invitationPage: Page = {
  path: '/account/invitation',
  script: 'invitation.js',
  title: { en: 'Accept an invitation', ko: '초대 수락' },
  body: (language) => {
    const t = invitationWords(language);
    return html`${step(
      'code',
      t('codeTitle'),
      html`<form id="code" method="post" novalidate>
${codeField('code', {
  name: 'code',
  label: t('code'),
  hint: t('codeRule'),
  rule: t('codeRule'),
  problems: ['invitation_invalid'],
  pattern: 'invitation',
  input: { autocomplete: 'off' },
})}
<button type="submit">${t('next')}</button>
</form>`,
    )}
${step(
  'account',
  t('accountTitle'),
  html`<dl>
<dt>${t('institution')}</dt><dd>${slot('institution')}</dd>
<dt>${t('role')}</dt><dd>${t('instructor')}</dd>
<dt>${t('email')}</dt><dd>${slot('email')}</dd>
<dt>${t('expires')}</dt><dd>${slot('expires')}</dd>
</dl>
<form id="account" method="post" novalidate>
<input type="email" name="email" autocomplete="username" hidden>
${nameField('account', language)}
${newPasswordField('account', language)}
<button type="submit">${t('submit')}</button>
</form>`,
)}
${step('done', t('doneTitle'), html`<p>${sentence(t('done'), { command: html`<code>didacto login</code>` })}</p>`)}`;
  },
};
