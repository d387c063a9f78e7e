import { command } from '../../command.js';
import { neededText, text } from '../../params.js';
import { memberId } from '../../resolve/person.js';
import { lectureColumns } from './view.js';

export const lectureCreate = command({
  name: 'create',
  summary: { en: 'Open a lecture', ko: '강의를 엽니다' },
  options: {
    title: neededText('title', { en: 'title', ko: '제목' }),
    owner: text('member', { en: 'the instructor who owns it; for admins', ko: '강의를 맡을 강사 (관리자용)' }),
  },
  examples: [
    'didacto lecture create --title "파이썬 기초"',
    'didacto lecture create --title "Web" --owner minji@school.example --json',
  ],
  changes: true,
  run: async (cli, { title, owner }) => {
    const ownerId = owner === undefined ? undefined : await memberId(cli, owner);
    cli.out.one(await (await cli.api()).lectures.create({ title, ownerId }), lectureColumns(cli));
  },
});
