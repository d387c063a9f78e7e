const en = {
  titles: {
    alarm: 'ALARM',
    subject: 'ABOUT',
    count: 'TIMES',
    detail: 'DETAIL',
    since: 'SINCE',
    last: 'LAST',
    acknowledged: 'ACKNOWLEDGED BY',
    resolved: 'RESOLVED BY',
  },
  states: { open: 'open', acknowledged: 'acknowledged', resolved: 'resolved' },
  system: 'by itself',
  toAcknowledge: (alarm: string) => `Say that you look after one: didacto alarm ack ${alarm}`,
};

/** What the alarms' commands say. */
export type AlarmMessages = typeof en;

const ko: AlarmMessages = {
  titles: {
    alarm: '알림',
    subject: '대상',
    count: '횟수',
    detail: '내용',
    since: '발생',
    last: '마지막',
    acknowledged: '담당',
    resolved: '해결',
  },
  states: { open: '미확인', acknowledged: '확인 중', resolved: '해결됨' },
  system: '저절로',
  toAcknowledge: (alarm) => `담당한다고 표시하기: didacto alarm ack ${alarm}`,
};

/** Texts of the alarms' commands by language. */
export const alarmMessages = { en, ko };
