import { type Common, mail } from './layout.js';
import { ifItWasNotYou } from './phrases.js';
import { shownTime } from './shown-time.js';

type Change = 'turned_on' | 'turned_off' | 'reset' | 'recovery_code_used';

export interface SecondFactorChanged extends Common {
  readonly change: Change;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly timeZone: string;
  /** Where the password is reset. */
  readonly link: string;
}

type Say = readonly [subject: (institution: string) => string, body: string];
const en: Readonly<Record<Change, Say>> = {
  turned_on: [
    (institution) => `The second factor was turned on at ${institution}`,
    'Your account now asks for a code of your authenticator app at sign-in.',
  ],
  turned_off: [
    (institution) => `The second factor was turned off at ${institution}`,
    'Your account no longer asks for a code of your authenticator app at sign-in.',
  ],
  reset: [
    (institution) => `The second factor was reset at ${institution}`,
    'An administrator took the second factor off your account. You can set it up anew after signing in.',
  ],
  recovery_code_used: [
    (institution) => `A recovery code was used at ${institution}`,
    'A recovery code was used to sign in to your account. It does not work again.',
  ],
};
const ko: Readonly<Record<Change, Say>> = {
  turned_on: [
    (institution) => `${institution} 2단계 인증이 켜졌습니다`,
    '이제 로그인할 때 인증 앱의 코드를 함께 입력하셔야 합니다.',
  ],
  turned_off: [
    (institution) => `${institution} 2단계 인증이 꺼졌습니다`,
    '이제 로그인할 때 인증 앱의 코드를 묻지 않습니다.',
  ],
  reset: [
    (institution) => `${institution} 2단계 인증이 초기화되었습니다`,
    '관리자가 회원님 계정의 2단계 인증을 해제했습니다. 로그인하신 뒤 다시 설정하실 수 있습니다.',
  ],
  recovery_code_used: [
    (institution) => `${institution} 복구 코드가 사용되었습니다`,
    '복구 코드로 회원님 계정에 로그인했습니다. 사용된 코드는 다시 쓸 수 없습니다.',
  ],
};

/** Tells the owner of an account of a change of its second factor. */
export const secondFactorChanged = mail<SecondFactorChanged>({
  en: ({ institution, change, at, timeZone, link }) => {
    const [subject, body] = en[change];
    return {
      subject: subject(institution),
      body: [body, { facts: [['When', shownTime(at, timeZone, 'en')]] }, ...ifItWasNotYou.en(institution, link)],
    };
  },
  ko: ({ institution, change, at, timeZone, link }) => {
    const [subject, body] = ko[change];
    return {
      subject: subject(institution),
      body: [body, { facts: [['일시', shownTime(at, timeZone, 'ko')]] }, ...ifItWasNotYou.ko(institution, link)],
    };
  },
});
