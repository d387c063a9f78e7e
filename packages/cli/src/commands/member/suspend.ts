import { command } from '../../command.js';
import { memberId } from '../../resolve/person.js';
import { memberArgument, memberColumns, noteOption } from './view.js';

export const memberSuspend = command({
  name: 'suspend',
  summary: {
    en: 'Keep a member out until they are restored; they are signed out at once',
    ko: '다시 열 때까지 회원을 정지합니다. 바로 로그아웃됩니다',
  },
  args: { member: memberArgument },
  options: { note: noteOption },
  examples: [
    'didacto member suspend haeun@school.example --note "계정 도용 의심"',
    'didacto member suspend haeun@school.example --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { member, note }) => {
    const id = await memberId(cli, member);
    if (!(await cli.confirm(cli.text.questions.suspendMember(member)))) return cli.out.say(cli.text.talk.cancelled);
    cli.out.one(await (await cli.api()).members.suspend({ memberId: id, note }), memberColumns(cli));
  },
});
