import { type Common, mail } from './layout.js';

/** Tells a member that they cannot sign in any more. */
export const accountSuspended = mail<Common>({
  en: ({ institution }) => ({
    subject: `Your account at ${institution} was suspended`,
    body: [
      `Your account at ${institution} was suspended. You were signed out everywhere and cannot sign in for now.`,
      `If you think that this is a mistake, turn to the administrators of ${institution}.`,
    ],
  }),
  ko: ({ institution }) => ({
    subject: `${institution} 계정이 정지되었습니다`,
    body: [
      `회원님의 ${institution} 계정이 정지되었습니다. 모든 기기에서 로그아웃되었으며 당분간 로그인하실 수 없습니다.`,
      `착오라고 생각되시면 ${institution} 관리자에게 문의해 주세요.`,
    ],
  }),
});

/** Tells a member that a suspension was lifted. */
export const accountRestored = mail<Common>({
  en: ({ institution }) => ({
    subject: `Your account at ${institution} was restored`,
    body: [`Your account at ${institution} is no longer suspended. You can sign in again.`],
  }),
  ko: ({ institution }) => ({
    subject: `${institution} 계정 정지가 해제되었습니다`,
    body: [`회원님의 ${institution} 계정 정지가 해제되었습니다. 다시 로그인하실 수 있습니다.`],
  }),
});
