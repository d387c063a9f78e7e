import { Name, Password } from '@didacto/sdk/contract';
import type { Language } from '../platform/problem.js';
import { attributes, type Html, html } from './html.js';
import { words } from './words.js';

interface Field {
  /** As the API calls it: what it says of `errors[].path` is shown at the field of that name. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What is said when the browser or the server finds it wrong. */
  readonly rule: string;
  /** Codes of problems that are about this field; their title is shown at it. */
  readonly problems?: readonly string[];
  readonly input: Readonly<Record<string, string | number | boolean | undefined>>;
  /** What stands beside the input. */
  readonly beside?: Html;
}

/** A labelled input with its hint and a place for its fault. `form` keeps ids of several forms in a page apart. */
export function field(form: string, { name, label, hint, rule, problems, input, beside }: Field): Html {
  const id = `${form}-${name}`;
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), `${id}-fault`].join(' ');
  const control = html`<input${attributes({
    id,
    name,
    required: true,
    ...input,
    'aria-describedby': described,
    'data-rule': rule,
    'data-problems': problems?.join(' '),
  })}>`;
  return html`<div class="field">
<label for="${id}">${label}</label>
${hint === undefined ? undefined : html`<p class="hint" id="${id}-hint">${hint}</p>`}
${beside ? html`<div class="beside">${control}${beside}</div>` : control}
<p class="fault" id="${id}-fault" aria-live="polite"></p>
</div>`;
}

const fieldWords = words({
  email: { en: 'E-mail address', ko: '이메일 주소' },
  emailRule: {
    en: 'Enter an e-mail address, such as haeun@school.example.',
    ko: 'haeun@school.example 형식의 이메일 주소를 입력하세요.',
  },
  name: { en: 'Name', ko: '이름' },
  nameRule: {
    en: `Enter a name of at most ${Name.out.maxLength} characters, without control characters.`,
    ko: `이름을 ${Name.out.maxLength}자 이내로, 제어 문자 없이 입력하세요.`,
  },
  password: { en: 'Password', ko: '비밀번호' },
  newPassword: { en: 'New password', ko: '새 비밀번호' },
  newPasswordHint: {
    en: `${Password.minLength} to ${Password.maxLength} characters. A few words that do not belong together make a good one.`,
    ko: `${Password.minLength}자 이상 ${Password.maxLength}자 이하. 서로 관계없는 단어 몇 개를 이어 쓰면 좋습니다.`,
  },
  newPasswordRule: {
    en: `Enter a password of ${Password.minLength} to ${Password.maxLength} characters.`,
    ko: `비밀번호를 ${Password.minLength}자 이상 ${Password.maxLength}자 이하로 입력하세요.`,
  },
  passwordRule: { en: 'Enter your password.', ko: '비밀번호를 입력하세요.' },
  show: { en: 'Show', ko: '보기' },
  hide: { en: 'Hide', ko: '숨기기' },
});

export function emailField(form: string, language: Language, extra: Field['input'] = {}): Html {
  const t = fieldWords(language);
  return field(form, {
    name: 'email',
    label: t('email'),
    rule: t('emailRule'),
    problems: ['email_taken'],
    input: { type: 'email', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', ...extra },
  });
}

export function nameField(form: string, language: Language): Html {
  const t = fieldWords(language);
  return field(form, {
    name: 'name',
    label: t('name'),
    rule: t('nameRule'),
    input: { type: 'text', autocomplete: 'name', maxlength: Name.out.maxLength ?? undefined },
  });
}

/** A password that is chosen here; the server says whether it is common or holds the member's name. */
export function newPasswordField(form: string, language: Language): Html {
  const t = fieldWords(language);
  return field(form, {
    name: 'password',
    label: t('newPassword'),
    hint: t('newPasswordHint'),
    rule: t('newPasswordRule'),
    problems: ['password_common', 'password_personal'],
    input: {
      type: 'password',
      autocomplete: 'new-password',
      minlength: Password.minLength ?? undefined,
      maxlength: Password.maxLength ?? undefined,
    },
    beside: revealButton(form, language),
  });
}

export function currentPasswordField(form: string, language: Language): Html {
  const t = fieldWords(language);
  return field(form, {
    name: 'password',
    label: t('password'),
    rule: t('passwordRule'),
    problems: ['credentials_wrong'],
    input: { type: 'password', autocomplete: 'current-password' },
    beside: revealButton(form, language),
  });
}

function revealButton(form: string, language: Language): Html {
  const t = fieldWords(language);
  return html`<button type="button" class="quiet" data-reveal="${form}-password" aria-controls="${form}-password" data-show="${t('show')}" data-hide="${t('hide')}">${t('show')}</button>`;
}

/** How codes are typed: in any case, spaces and dashes between; the server reads them exactly. */
const typed = (signs: string, count: number): string => String.raw`[\s\-]*(?:${signs}[\s\-]*){${count}}`;
export const codePatterns = {
  digits: typed('[0-9]', 6),
  secondFactor: `${typed('[0-9]', 6)}|${typed('[0-9A-Za-z]', 12)}`,
  userCode: typed('[0-9A-Za-z]', 8),
  invitation: typed('[0-9A-Za-z]', 20),
} as const;

/** An input of a code that is read elsewhere and typed here. */
export const codeField = (
  form: string,
  { pattern, input, ...rest }: Omit<Field, 'beside'> & { readonly pattern: keyof typeof codePatterns },
): Html =>
  field(form, {
    ...rest,
    input: {
      type: 'text',
      class: 'code',
      autocomplete: 'one-time-code',
      inputmode: pattern === 'digits' ? 'numeric' : undefined,
      autocapitalize: pattern === 'digits' ? 'none' : 'characters',
      spellcheck: 'false',
      maxlength: 64,
      pattern: codePatterns[pattern],
      ...input,
    },
  });
