import type { Block, Language } from './layout.js';

/** Said of what nobody but the reader can have asked for; nothing happens unless they act. */
export const ignoreThis: Readonly<Record<Language, string>> = {
  en: 'If you did not ask for this, ignore this mail: nothing changes.',
  ko: '직접 요청하지 않으셨다면 이 메일을 무시하셔도 됩니다. 변경되는 내용은 없습니다.',
};

/** How long a code is good for. */
export const validFor: Readonly<Record<Language, (minutes: number) => string>> = {
  en: (minutes) =>
    `The code is valid for ${minutes} minutes and works once. Do not pass it on: nobody has reason to ask for it.`,
  ko: (minutes) => `코드는 ${minutes}분 동안 유효하며 한 번만 사용할 수 있습니다. 다른 사람에게 알려 주지 마세요.`,
};

/** What to do about something that the reader did not do. */
export const ifItWasNotYou: Readonly<Record<Language, (institution: string, link: string) => readonly Block[]>> = {
  en: (institution, link) => [
    `If you did this, or asked for it, there is nothing to do. If not, set a new password at once, and tell the administrators of ${institution}.`,
    { link, label: 'Set a new password' },
  ],
  ko: (institution, link) => [
    `본인이 하셨거나 요청하신 일이라면 조치하실 것이 없습니다. 그렇지 않다면 즉시 비밀번호를 재설정하고 ${institution} 관리자에게 알려 주세요.`,
    { link, label: '비밀번호 재설정하기' },
  ],
};
