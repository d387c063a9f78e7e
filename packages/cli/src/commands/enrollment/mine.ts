import { command } from '../../command.js';
import { limit } from '../../params.js';
import { enrollmentColumns, statusOption } from './view.js';

export const enrollmentMine = command({
  name: 'mine',
  summary: { en: 'List my enrollments, newest first', ko: '내 수강 신청 목록을 봅니다' },
  options: { status: statusOption, limit },
  examples: ['didacto enrollment mine', 'didacto enrollment mine --status accepted --json'],
  run: async (cli, { status, limit }) => {
    const enrollments = await (await cli.api()).enrollments.mine({ status, limit: 200 }).toArray({ limit });
    cli.out.list(enrollments, enrollmentColumns(cli), cli.text.talk.none);
  },
});
