import type { Language } from '../platform/problem.js';
import { codeField, emailField } from './fields.js';
import { type Html, html, sentence } from './html.js';
import { slot, step } from './page.js';
import { words } from './words.js';

const verificationWords = words({
  addressTitle: { en: 'Your address', ko: '이메일 확인' },
  send: { en: 'Send me a code', ko: '인증 코드 받기' },
  codeTitle: { en: 'The code from the mail', ko: '인증 코드 입력' },
  codeLead: {
    en: 'If this address can be used, a mail is on its way to it. Look among the unwanted mail too. The code is good for 20 minutes.',
    ko: '사용할 수 있는 주소라면 메일이 곧 도착합니다. 스팸 메일함도 확인하세요. 코드는 20분 동안 쓸 수 있습니다.',
  },
  code: { en: 'Code', ko: '인증 코드' },
  codeRule: { en: 'Enter the 6 digits from the mail.', ko: '메일에 있는 6자리 숫자를 입력하세요.' },
  next: { en: 'Continue', ko: '계속' },
  again: { en: 'Send another code', ko: '코드 다시 받기' },
  sentAgain: {
    en: 'If the address can be used, another code is on its way; the former is void.',
    ko: '사용할 수 있는 주소라면 새 코드가 곧 도착합니다. 이전 코드는 쓸 수 없습니다.',
  },
  notBefore: { en: 'Another code can be sent from {time}.', ko: '{time}부터 코드를 다시 받을 수 있습니다.' },
  otherAddress: { en: 'Use another address', ko: '다른 이메일 주소 쓰기' },
});

/** The steps `address` and `code`, which prove that an address is one's own; driven by `browser/verification.js`. */
export function verificationSteps(language: Language, lead: string): Html {
  const t = verificationWords(language);
  return html`${step(
    'address',
    t('addressTitle'),
    html`<p>${lead}</p>
<form id="address" method="post" novalidate>
${emailField('address', language)}
<button type="submit">${t('send')}</button>
</form>`,
  )}
${step(
  'code',
  t('codeTitle'),
  html`<p>${t('codeLead')}</p>
<form id="code" method="post" novalidate>
${codeField('code', {
  name: 'code',
  label: t('code'),
  hint: t('codeRule'),
  rule: t('codeRule'),
  problems: ['verification_code_invalid'],
  pattern: 'digits',
  input: {},
})}
<button type="submit">${t('next')}</button>
</form>
<p class="choices"><button type="button" class="quiet" id="again" data-said="${t('sentAgain')}" hidden>${t('again')}</button>
<button type="button" class="quiet" id="other-address">${t('otherAddress')}</button></p>
<p class="hint" id="not-before" hidden>${sentence(t('notBefore'), { time: slot('notBefore') })}</p>`,
)}`;
}
