import { type Common, mail } from './layout.js';
import { ifItWasNotYou } from './phrases.js';
import { shownTime } from './shown-time.js';

export interface PasswordChanged extends Common {
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly timeZone: string;
  /** Where the password is reset. */
  readonly link: string;
}

/** Tells the owner of an account, who may not be who changed it. */
export const passwordChanged = mail<PasswordChanged>({
  en: ({ institution, at, timeZone, link }) => ({
    subject: `Your password at ${institution} was changed`,
    body: [
      `The password of your account at ${institution} was changed, and all earlier sign-ins were ended.`,
      { facts: [['When', shownTime(at, timeZone, 'en')]] },
      ...ifItWasNotYou.en(institution, link),
    ],
  }),
  ko: ({ institution, at, timeZone, link }) => ({
    subject: `${institution} 비밀번호가 변경되었습니다`,
    body: [
      `${institution} 계정의 비밀번호가 변경되어 기존 로그인이 모두 해제되었습니다.`,
      { facts: [['일시', shownTime(at, timeZone, 'ko')]] },
      ...ifItWasNotYou.ko(institution, link),
    ],
  }),
});
