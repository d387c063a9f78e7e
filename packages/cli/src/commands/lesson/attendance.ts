import type { Attendance, ScreenStateName, StudentAttendance } from '@didacto/sdk';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { minutes } from '../../output/time.js';
import { timelineBar, timelineSigns, timelineStates } from '../../output/timeline.js';
import { word } from '../../output/words.js';
import { lessonId } from '../../resolve/lesson.js';
import { lessonArgument } from './view.js';

const barCells = 40;

export const lessonAttendance = command({
  name: 'attendance',
  summary: { en: 'Show who was there, and who went dark when', ko: '출석과 화면이 끊긴 시간을 봅니다' },
  details: {
    en: 'Of a lecture, the active or last lesson. With --json every stretch is given with its times.',
    ko: '강의를 주면 진행 중이거나 마지막 수업을 봅니다. --json은 구간을 시각과 함께 모두 줍니다.',
  },
  args: { lesson: lessonArgument },
  examples: ['didacto lesson attendance "파이썬 기초"', 'didacto lesson attendance "Web" --json'],
  run: async (cli, { lesson }) => {
    const attendance = await (await cli.api()).lessons.attendance({ lessonId: await lessonId(cli, lesson, 'newest') });
    if (cli.out.json) return cli.out.data(attendance, () => []);
    cli.out.list(attendance.students, columns(cli, attendance), cli.text.talk.none);
    if (attendance.students.length > 0) cli.out.say(cli.out.paintTalk('quiet', legend(cli, attendance)));
  },
});

function columns(cli: Cli, { lesson }: Attendance): Column<StudentAttendance>[] {
  const { titles } = cli.text.columns;
  const from = lesson.startedAt === null ? cli.host.clock() : Date.parse(lesson.startedAt);
  const to = lesson.endedAt === null ? cli.host.clock() : Date.parse(lesson.endedAt);
  return [
    { title: titles.student, value: ({ student }) => student.name },
    { title: titles.present, value: ({ presentMs }) => minutes(presentMs) },
    { title: titles.gaps, value: ({ gaps }) => String(gaps), tone: ({ gaps }) => (gaps > 0 ? 'warn' : undefined) },
    {
      title: titles.timeline,
      value: ({ spans }) => timelineBar(timelineStates(spans, from, to, barCells), cli.out.paint),
      drawn: true,
    },
  ];
}

function legend(cli: Cli, { students }: Attendance): string {
  const seen = new Set<ScreenStateName>(students.flatMap(({ spans }) => spans.map(({ state }) => state)));
  return [...seen].map((state) => `${timelineSigns[state]} ${word(cli, state)}`).join('   ');
}
