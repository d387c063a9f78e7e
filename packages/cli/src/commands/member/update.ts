import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { choice, text } from '../../params.js';
import { memberId } from '../../resolve/person.js';
import { grades, memberArgument, memberColumns, roles } from './view.js';

export const memberUpdate = command({
  name: 'update',
  summary: { en: "Change a member's name, grade or role", ko: '회원의 이름, 등급, 역할을 바꿉니다' },
  details: {
    en: 'Another role ends the sign-ins of the member, and closes lectures that they may no longer own; so it is asked about.',
    ko: '역할을 바꾸면 회원의 로그인이 모두 끝나고 더 이상 맡을 수 없는 강의가 닫히므로 먼저 물어봅니다.',
  },
  args: { member: memberArgument },
  options: {
    name: text('name', { en: 'new name', ko: '새 이름' }),
    grade: choice('grade', grades, { en: 'new grade', ko: '새 등급' }),
    role: choice('role', roles, { en: 'new role', ko: '새 역할' }),
  },
  examples: [
    'didacto member update minji@school.example --grade premium',
    'didacto member update minji@school.example --role finance --yes',
    'didacto member update 박민지 --name "박민지 (정보)" --dry-run',
    'didacto member update minji@school.example --grade free --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { member, name, grade, role }) => {
    const { session, questions, talk } = cli.text;
    if (name === undefined && grade === undefined && role === undefined) throw usageError(session.nothingToChange);
    const id = await memberId(cli, member);
    if (role !== undefined && !(await cli.confirm(questions.changeRole(member)))) return cli.out.say(talk.cancelled);
    cli.out.one(await (await cli.api()).members.update({ memberId: id, name, grade, role }), memberColumns(cli));
  },
});
