import { type Common, mail } from './layout.js';
import { ignoreThis } from './phrases.js';

/** Goes out instead of a reset code, so that a letter is sent whether or not the address has an account. */
export const noAccount = mail<Common>({
  en: ({ institution }) => ({
    subject: `There is no account at ${institution} for this address`,
    body: [
      `Someone, perhaps you, asked to reset the password at ${institution} for this e-mail address. It has no account there, so there is no password to reset.`,
      'If you have an account, you may have signed up with another address. Try again with that one.',
      ignoreThis.en,
    ],
  }),
  ko: ({ institution }) => ({
    subject: `${institution}에 가입되지 않은 이메일입니다`,
    body: [
      `이 이메일 주소로 ${institution} 비밀번호 재설정 요청이 있었습니다. 이 주소로 가입된 계정이 없어 재설정할 비밀번호가 없습니다.`,
      '다른 이메일 주소로 가입하셨을 수 있습니다. 가입하신 주소로 다시 시도해 주세요.',
      ignoreThis.ko,
    ],
  }),
});
