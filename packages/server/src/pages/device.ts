import { codeField } from './fields.js';
import { html, sentence } from './html.js';
import { type Page, rootOf, slot, step } from './page.js';
import { signInStep } from './sign-in.js';
import { words } from './words.js';

const path = '/device';

const deviceWords = words({
  codeTitle: { en: 'The code that the program shows', ko: '프로그램에 표시된 코드' },
  codeLead: {
    en: 'A program that you started, such as {command}, waits for you to approve its sign-in.',
    ko: '{command}처럼 직접 실행한 프로그램의 로그인을 이 페이지에서 승인합니다.',
  },
  code: { en: 'Sign-in code', ko: '로그인 코드' },
  codeRule: {
    en: 'Enter the 8 letters and digits that the program shows.',
    ko: '프로그램에 표시된 영문자와 숫자 8자리를 입력하세요.',
  },
  next: { en: 'Continue', ko: '계속' },
  setUp: { en: 'Set up a second factor', ko: '2단계 인증 설정하기' },
  decideTitle: { en: 'Is it you who signs in?', ko: '본인의 로그인이 맞습니까?' },
  warning: {
    en: 'Approve only if you started this yourself. Whoever asked you to open this page could be signing in as you.',
    ko: '직접 시작한 로그인일 때만 승인하세요. 다른 사람의 부탁으로 이 페이지를 열었다면 그 사람이 내 계정에 로그인하게 될 수 있습니다.',
  },
  sameCode: { en: 'The program shows this code', ko: '프로그램에 표시된 코드' },
  client: { en: 'Program', ko: '프로그램' },
  address: { en: 'Network address', ko: '네트워크 주소' },
  asked: { en: 'Asked at', ko: '요청 시각' },
  expires: { en: 'Good until', ko: '유효 시각' },
  approve: { en: 'Approve', ko: '승인' },
  deny: { en: 'Deny', ko: '거절' },
  approvedTitle: { en: 'Approved', ko: '승인했습니다' },
  approved: {
    en: 'The program goes on by itself. You can close this page; you are signed out of it.',
    ko: '프로그램에서 로그인이 이어집니다. 이 페이지에서는 로그아웃되었으니 닫아도 됩니다.',
  },
  deniedTitle: { en: 'Denied', ko: '거절했습니다' },
  denied: {
    en: 'Nobody was signed in. If you did not start this, do not trust whoever sent you the code. You can close this page.',
    ko: '로그인되지 않았습니다. 직접 시작한 로그인이 아니었다면 코드를 보낸 사람을 믿지 마세요. 이 페이지는 닫아도 됩니다.',
  },
});

/** Where a person approves the sign-in of a program without a browser (RFC 8628, 3.3). */
export const devicePage: Page = {
  path,
  script: 'device.js',
  title: { en: 'Sign in a program', ko: '프로그램 로그인 승인' },
  body: (language) => {
    const t = deviceWords(language);
    const root = rootOf({ path });
    return html`${step(
      'user-code',
      t('codeTitle'),
      html`<p>${sentence(t('codeLead'), { command: html`<code>didacto login</code>` })}</p>
<form id="user-code" method="post" novalidate>
${codeField('user-code', {
  name: 'userCode',
  label: t('code'),
  hint: t('codeRule'),
  rule: t('codeRule'),
  problems: ['device_code_invalid'],
  pattern: 'userCode',
  input: { autocomplete: 'off' },
})}
<button type="submit">${t('next')}</button>
</form>`,
    )}
${signInStep(language, root)}
<p id="set-up" hidden><a href="${root}account/second-factor">${t('setUp')}</a></p>
${step(
  'decide',
  t('decideTitle'),
  html`<p class="warning">${t('warning')}</p>
<dl>
<dt>${t('sameCode')}</dt><dd class="code">${slot('userCode')}</dd>
<dt>${t('client')}</dt><dd>${slot('client')}</dd>
<dt>${t('address')}</dt><dd>${slot('address')}</dd>
<dt>${t('asked')}</dt><dd>${slot('asked')}</dd>
<dt>${t('expires')}</dt><dd>${slot('expires')}</dd>
</dl>
<p class="choices"><button type="button" id="approve">${t('approve')}</button>
<button type="button" class="other" id="deny">${t('deny')}</button></p>`,
)}
${step('approved', t('approvedTitle'), html`<p>${t('approved')}</p>`)}
${step('denied', t('deniedTitle'), html`<p>${t('denied')}</p>`)}`;
  },
};
