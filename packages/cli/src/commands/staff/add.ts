import { command } from '../../command.js';
import { neededChoice, neededText } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';
import { staffColumns, staffRoles } from './view.js';

export const staffAdd = command({
  name: 'add',
  summary: { en: 'Let somebody teach or help in a lecture', ko: '강의에 공동 강사나 조교를 더합니다' },
  details: {
    en: 'A co-instructor runs lessons and the roster as the owner does; an assistant watches and seats students.',
    ko: '공동 강사는 소유자처럼 수업과 수강생을 관리하고, 조교는 화면을 보고 좌석을 배정합니다.',
  },
  args: { lecture: lectureArgument },
  options: {
    email: neededText('email', { en: 'their e-mail address', ko: '이메일' }),
    role: neededChoice('role', staffRoles, { en: 'what they are there', ko: '맡을 역할' }),
  },
  examples: [
    'didacto staff add "파이썬 기초" --email minji@school.example --role co_instructor',
    'didacto staff add "Web" --email haeun@school.example --role assistant --json',
  ],
  changes: true,
  run: async (cli, { lecture, email, role }) => {
    const id = await lectureId(cli, lecture);
    cli.out.one(await (await cli.api()).staff.add({ lectureId: id, email, role }), staffColumns(cli));
  },
});
