import { type Common, mail } from './layout.js';
import { ifItWasNotYou } from './phrases.js';
import { shownTime } from './shown-time.js';

export interface NewSignIn extends Common {
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly timeZone: string;
  /** IP address. */
  readonly address: string;
  /** What the client says it is. */
  readonly client: string;
  /** Where the password is reset. */
  readonly link: string;
}

/** Tells the owner of an account of a sign-in from where there was none before. */
export const newSignIn = mail<NewSignIn>({
  en: ({ institution, at, timeZone, address, client, link }) => ({
    subject: `New sign-in to your account at ${institution}`,
    body: [
      `Someone signed in to your account at ${institution} from a new place.`,
      {
        facts: [
          ['When', shownTime(at, timeZone, 'en')],
          ['Address', address],
          ['Client', client],
        ],
      },
      ...ifItWasNotYou.en(institution, link),
    ],
  }),
  ko: ({ institution, at, timeZone, address, client, link }) => ({
    subject: `${institution} 계정에 새로운 로그인이 있었습니다`,
    body: [
      `새로운 환경에서 회원님의 ${institution} 계정에 로그인했습니다.`,
      {
        facts: [
          ['일시', shownTime(at, timeZone, 'ko')],
          ['접속 주소', address],
          ['접속 프로그램', client],
        ],
      },
      ...ifItWasNotYou.ko(institution, link),
    ],
  }),
});
