import { type Common, mail } from './layout.js';
import { ignoreThis, validFor } from './phrases.js';

export interface SignUpCode extends Common {
  readonly code: string;
  readonly link: string;
  readonly validMinutes: number;
}

/** Proves the address of who signs up. The code is not in the subject, which shows on locked screens and in mail logs. */
export const signUpCode = mail<SignUpCode>({
  en: ({ institution, code, link, validMinutes }) => ({
    subject: `Your sign-up code for ${institution}`,
    body: [
      `To sign up at ${institution}, enter this code:`,
      { code },
      { link, label: 'Enter the code' },
      validFor.en(validMinutes),
      ignoreThis.en,
    ],
  }),
  ko: ({ institution, code, link, validMinutes }) => ({
    subject: `${institution} 회원가입 인증 코드`,
    body: [
      `${institution} 회원가입을 계속하시려면 아래 코드를 입력해 주세요.`,
      { code },
      { link, label: '코드 입력하기' },
      validFor.ko(validMinutes),
      ignoreThis.ko,
    ],
  }),
});
