import { alarmTitle } from '@didacto/sdk/contract';
import { type Block, type Common, type Language, mail } from './layout.js';
import { shownTime } from './shown-time.js';

export interface Alarms extends Common {
  /** New ones, the oldest first. */
  readonly alarms: readonly {
    readonly id: string;
    readonly code: string;
    readonly subject: string;
    readonly detail: string;
    /** UTC, ISO 8601. */
    readonly openedAt: string;
  }[];
  readonly timeZone: string;
}

const mostShown = 20;

/** Tells those who look after an institution's money what needs them. Each alarm is told of once. */
export const alarms = mail<Alarms>({
  en: ({ institution, alarms, timeZone }) => ({
    subject: `${alarms.length === 1 ? 'An alarm' : `${alarms.length} alarms`} at ${institution}`,
    body: [
      alarms.length === 1 ? 'This needs somebody to look at it.' : 'These need somebody to look at them.',
      ...shown(alarms, timeZone, 'en'),
      ...(alarms.length > mostShown ? [`${alarms.length - mostShown} more are in the list.`] : []),
      {
        facts: [
          ['To see them all', 'didacto alarm list'],
          ['To say that you look after one', `didacto alarm ack ${alarms[0]?.id}`],
        ],
      },
    ],
  }),
  ko: ({ institution, alarms, timeZone }) => ({
    subject: `${institution} 알림 ${alarms.length}건`,
    body: [
      '확인이 필요한 일이 있습니다.',
      ...shown(alarms, timeZone, 'ko'),
      ...(alarms.length > mostShown ? [`그 밖의 ${alarms.length - mostShown}건은 목록에 있습니다.`] : []),
      {
        facts: [
          ['전체 보기', 'didacto alarm list'],
          ['담당한다고 표시하기', `didacto alarm ack ${alarms[0]?.id}`],
        ],
      },
    ],
  }),
});

const labels: Readonly<Record<Language, Readonly<Record<'what' | 'subject' | 'detail' | 'since', string>>>> = {
  en: { what: 'Alarm', subject: 'About', detail: 'Detail', since: 'Since' },
  ko: { what: '알림', subject: '대상', detail: '내용', since: '발생' },
};

const shown = (alarms: Alarms['alarms'], timeZone: string, language: Language): Block[] =>
  alarms.slice(0, mostShown).map(({ code, subject, detail, openedAt }) => ({
    facts: [
      [labels[language].what, `${alarmTitle(code, language)} (${code})`],
      [labels[language].subject, subject],
      [labels[language].detail, detail === '' ? '-' : detail],
      [labels[language].since, shownTime(openedAt, timeZone, language)],
    ],
  }));
