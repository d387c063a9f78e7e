import { command } from '../../command.js';
import { limit } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';
import { lessonColumns } from './view.js';

export const lessonList = command({
  name: 'list',
  summary: { en: 'List the lessons of a lecture, newest first', ko: '강의의 수업 목록을 봅니다' },
  args: { lecture: lectureArgument },
  options: { limit },
  examples: ['didacto lesson list "파이썬 기초"', 'didacto lesson list "Web" --limit 5 --json'],
  run: async (cli, { lecture, limit }) => {
    const call = (await cli.api()).lessons.list({ lectureId: await lectureId(cli, lecture), limit: 200 });
    cli.out.list(await call.toArray({ limit }), lessonColumns(cli), cli.text.talk.none);
  },
});
