import { type Common, mail } from './layout.js';
import { ignoreThis } from './phrases.js';

export interface AlreadyMember extends Common {
  /** Where a forgotten password is reset. */
  readonly link: string;
}

/** Goes out instead of a sign-up code, so that the answer to a sign-up does not tell whether the address has an account. */
export const alreadyMember = mail<AlreadyMember>({
  en: ({ institution, link }) => ({
    subject: `You already have an account at ${institution}`,
    body: [
      `Someone, perhaps you, asked to sign up at ${institution} with this e-mail address. It has an account already, so no new one was made.`,
      'Sign in with your password. If you have forgotten it, you can set a new one:',
      { link, label: 'Reset the password' },
      ignoreThis.en,
    ],
  }),
  ko: ({ institution, link }) => ({
    subject: `${institution}에 이미 가입된 이메일입니다`,
    body: [
      `이 이메일 주소로 ${institution} 회원가입 요청이 있었습니다. 이미 가입된 주소이므로 새 계정은 만들어지지 않았습니다.`,
      '기존 비밀번호로 로그인해 주세요. 비밀번호가 기억나지 않으시면 재설정하실 수 있습니다.',
      { link, label: '비밀번호 재설정하기' },
      ignoreThis.ko,
    ],
  }),
});
