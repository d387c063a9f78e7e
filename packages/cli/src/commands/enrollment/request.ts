import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';
import { enrollmentColumns } from './view.js';

export const enrollmentRequest = command({
  name: 'request',
  summary: { en: 'Ask for a place in a lecture', ko: '수강을 신청합니다' },
  args: { lecture: lectureArgument },
  examples: ['didacto enrollment request "파이썬 기초"', 'didacto enrollment request "Web" --json'],
  changes: true,
  run: async (cli, { lecture }) => {
    const requested = await (await cli.api()).enrollments.request({ lectureId: await lectureId(cli, lecture) });
    cli.out.one(requested, enrollmentColumns(cli));
  },
});
