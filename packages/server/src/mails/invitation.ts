import { type Common, mail } from './layout.js';
import { shownTime } from './shown-time.js';

export interface Invitation extends Common {
  /** Name of who invites. */
  readonly invitedBy: string;
  readonly link: string;
  readonly code: string;
  /** UTC, ISO 8601. */
  readonly validUntil: string;
  readonly timeZone: string;
}

/** The only way for an instructor to sign up. */
export const invitation = mail<Invitation>({
  en: ({ institution, invitedBy, link, code, validUntil, timeZone }) => ({
    subject: `${invitedBy} invites you to ${institution} as an instructor`,
    body: [
      `${invitedBy} invites you to join ${institution} as an instructor.`,
      { link, label: 'Accept the invitation' },
      'If the link does not open, enter this invitation code when you sign up:',
      { code },
      `The invitation is valid until ${shownTime(validUntil, timeZone, 'en')} and works once.`,
      'If you did not expect it, ignore this mail.',
    ],
  }),
  ko: ({ institution, invitedBy, link, code, validUntil, timeZone }) => ({
    subject: `${institution} 강사 초대`,
    body: [
      `${invitedBy} 님께서 회원님을 ${institution} 강사로 초대하셨습니다.`,
      { link, label: '초대 수락하기' },
      '링크가 열리지 않으면 회원가입할 때 아래 초대 코드를 입력해 주세요.',
      { code },
      `초대는 ${shownTime(validUntil, timeZone, 'ko')}까지 유효하며 한 번만 사용할 수 있습니다.`,
      '예상하지 못한 초대라면 이 메일을 무시하셔도 됩니다.',
    ],
  }),
});
