import { command } from '../../command.js';
import { localTime } from '../../output/time.js';
import { limit } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';

export const rosterList = command({
  name: 'list',
  summary: { en: 'List the students of a lecture with their seats', ko: '수강생과 좌석을 봅니다' },
  args: { lecture: lectureArgument },
  options: { limit },
  examples: ['didacto roster list "파이썬 기초"', 'didacto roster list "Web" --json'],
  run: async (cli, { lecture, limit }) => {
    const call = (await cli.api()).roster.list({ lectureId: await lectureId(cli, lecture), limit: 200 });
    const { titles } = cli.text.columns;
    cli.out.list(
      await call.toArray({ limit }),
      [
        { title: titles.id, value: ({ student }) => student.id },
        { title: titles.student, value: ({ student }) => student.name },
        { title: titles.email, value: ({ student }) => student.email },
        { title: titles.device, value: ({ device }) => device?.name ?? '-' },
        { title: titles.since, value: ({ since }) => localTime(since) },
      ],
      cli.text.talk.none,
    );
  },
});
