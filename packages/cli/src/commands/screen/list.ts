import { command } from '../../command.js';
import { localTime } from '../../output/time.js';
import { toneOf, word, yesNo } from '../../output/words.js';
import { lectureId } from '../../resolve/lecture.js';
import { allowed } from '../consent/view.js';
import { lectureArgument } from '../lecture/view.js';

export const screenList = command({
  name: 'list',
  summary: {
    en: 'Show the state of each screen; no picture is looked at',
    ko: '화면 상태를 봅니다. 화면 자체는 보지 않습니다',
  },
  args: { lecture: lectureArgument },
  examples: ['didacto screen list "파이썬 기초"', 'didacto screen list "Web" --json'],
  run: async (cli, { lecture }) => {
    const found = await (await cli.api()).screens.list({ lectureId: await lectureId(cli, lecture) });
    if (cli.out.json) return cli.out.data(found, () => []);
    const { titles } = cli.text.columns;
    cli.out.list(
      found.screens,
      [
        { title: titles.student, value: ({ student }) => student.name },
        { title: titles.device, value: ({ deviceName }) => deviceName ?? '-' },
        { title: titles.state, value: ({ state }) => word(cli, state), tone: ({ state }) => toneOf(state) },
        { title: titles.since, value: ({ since }) => localTime(since) },
        { title: titles.notice, value: ({ noticeShown }) => (noticeShown === null ? '-' : yesNo(cli, noticeShown)) },
        { title: titles.consent, value: ({ consent }) => allowed(cli, consent) },
        { title: titles.id, value: ({ student }) => student.id },
      ],
      found.lessonId === null ? cli.text.talk.noLesson(lecture, 'active') : cli.text.talk.none,
    );
  },
});
