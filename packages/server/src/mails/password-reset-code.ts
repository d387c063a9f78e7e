import { type Common, mail } from './layout.js';
import { ignoreThis, validFor } from './phrases.js';

export interface PasswordResetCode extends Common {
  readonly code: string;
  readonly link: string;
  readonly validMinutes: number;
}

/** Lets who reads the account's mail set a new password. */
export const passwordResetCode = mail<PasswordResetCode>({
  en: ({ institution, code, link, validMinutes }) => ({
    subject: `Your password reset code for ${institution}`,
    body: [
      `To set a new password for your account at ${institution}, enter this code:`,
      { code },
      { link, label: 'Set a new password' },
      validFor.en(validMinutes),
      ignoreThis.en,
    ],
  }),
  ko: ({ institution, code, link, validMinutes }) => ({
    subject: `${institution} 비밀번호 재설정 코드`,
    body: [
      `${institution} 계정의 비밀번호를 재설정하시려면 아래 코드를 입력해 주세요.`,
      { code },
      { link, label: '비밀번호 재설정하기' },
      validFor.ko(validMinutes),
      ignoreThis.ko,
    ],
  }),
});
