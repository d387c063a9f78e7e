import { command } from '../../command.js';
import { limit } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';
import { enrollmentColumns, statusOption } from './view.js';

export const enrollmentList = command({
  name: 'list',
  summary: { en: 'List the enrollments of a lecture, newest first', ko: '강의의 수강 신청 목록을 봅니다' },
  args: { lecture: lectureArgument },
  options: { status: statusOption, limit },
  examples: ['didacto enrollment list "파이썬 기초" --status waiting', 'didacto enrollment list "Web" --json'],
  run: async (cli, { lecture, status, limit }) => {
    const call = (await cli.api()).enrollments.list({ lectureId: await lectureId(cli, lecture), status, limit: 200 });
    cli.out.list(await call.toArray({ limit }), enrollmentColumns(cli), cli.text.talk.none);
  },
});
