import { codeField } from './fields.js';
import { html } from './html.js';
import { type Page, rootOf, slot, step } from './page.js';
import { signInStep } from './sign-in.js';
import { words } from './words.js';

const path = '/account/second-factor';

const secondFactorWords = words({
  onTitle: { en: 'The second factor is on', ko: '2단계 인증이 이미 켜져 있습니다' },
  since: { en: 'Since', ko: '설정 시각' },
  left: { en: 'Recovery codes left', ko: '남은 복구 코드' },
  onDone: {
    en: 'There is nothing to set up. You are signed out of this page and can close it.',
    ko: '더 설정할 것이 없습니다. 이 페이지에서는 로그아웃되었으니 닫아도 됩니다.',
  },
  appTitle: { en: 'Add it to your authenticator app', ko: '인증 앱에 등록하기' },
  scan: { en: 'Scan this picture with the app.', ko: '인증 앱으로 이 QR 코드를 스캔하세요.' },
  picture: { en: 'QR code with the secret for your authenticator app', ko: '인증 앱에 등록할 비밀 키가 담긴 QR 코드' },
  type: { en: 'Or type this secret into it:', ko: '또는 이 비밀 키를 앱에 직접 입력하세요.' },
  open: { en: 'Open the app on this device', ko: '이 기기의 인증 앱에서 열기' },
  code: { en: 'Code', ko: '인증 코드' },
  codeRule: {
    en: 'Enter the 6 digits that the app shows now.',
    ko: '인증 앱에 지금 표시된 6자리 숫자를 입력하세요.',
  },
  ends: {
    en: 'Your sign-ins on other computers end when it is turned on.',
    ko: '2단계 인증을 켜면 다른 기기에서는 로그아웃됩니다.',
  },
  submit: { en: 'Turn it on', ko: '2단계 인증 켜기' },
  codesTitle: { en: 'It is on. Keep your recovery codes', ko: '2단계 인증을 켰습니다. 복구 코드를 보관하세요' },
  codesLead: {
    en: 'Each replaces the app one time, when you do not have it. They are shown only now.',
    ko: '인증 앱을 쓸 수 없을 때 코드 하나를 한 번씩 대신 쓸 수 있습니다. 지금만 표시됩니다.',
  },
  codes: { en: 'Recovery codes', ko: '복구 코드' },
  copy: { en: 'Copy', ko: '복사' },
  copied: { en: 'Copied.', ko: '복사했습니다.' },
  notCopied: {
    en: 'The browser did not allow copying. Select the text and copy it yourself.',
    ko: '브라우저에서 복사할 수 없습니다. 직접 선택해서 복사하세요.',
  },
  download: { en: 'Download', ko: '파일로 저장' },
  signedOut: {
    en: 'You are signed out of this page. Close it once the codes are in a safe place.',
    ko: '이 페이지에서는 로그아웃되었습니다. 코드를 안전한 곳에 보관한 뒤 닫으세요.',
  },
});

/** Where a member sets up an authenticator app (TOTP). */
export const secondFactorPage: Page = {
  path,
  script: 'second-factor.js',
  title: { en: 'Second factor', ko: '2단계 인증' },
  body: (language) => {
    const t = secondFactorWords(language);
    const copyButton = (id: string) =>
      html`<button type="button" class="quiet" id="${id}" data-said="${t('copied')}" data-failed="${t('notCopied')}">${t('copy')}</button>`;
    return html`${signInStep(language, rootOf({ path }))}
${step(
  'on',
  t('onTitle'),
  html`<dl>
<dt>${t('since')}</dt><dd>${slot('since')}</dd>
<dt>${t('left')}</dt><dd>${slot('left')}</dd>
</dl>
<p>${t('onDone')}</p>`,
)}
${step(
  'app',
  t('appTitle'),
  html`<p>${t('scan')}</p>
<div id="picture" class="picture" role="img" aria-label="${t('picture')}"></div>
<p>${t('type')}</p>
<p class="secret"><code>${slot('secret')}</code> ${copyButton('copy-secret')}</p>
<p><a id="uri">${t('open')}</a></p>
<form id="confirm" method="post" novalidate>
${codeField('confirm', {
  name: 'code',
  label: t('code'),
  hint: t('codeRule'),
  rule: t('codeRule'),
  problems: ['second_factor_wrong'],
  pattern: 'digits',
  input: {},
})}
<p class="hint">${t('ends')}</p>
<button type="submit">${t('submit')}</button>
</form>`,
)}
${step(
  'codes',
  t('codesTitle'),
  html`<p>${t('codesLead')}</p>
<ul id="recovery-codes" class="codes" aria-label="${t('codes')}"></ul>
<p class="choices">${copyButton('copy-codes')}
<button type="button" class="quiet" id="download">${t('download')}</button></p>
<p>${t('signedOut')}</p>`,
)}`;
  },
};
