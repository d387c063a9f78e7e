import { command } from '../../command.js';
import { memberId } from '../../resolve/person.js';
import { memberArgument } from './view.js';

export const memberEndSessions = command({
  name: 'end-sessions',
  summary: { en: 'Sign a member out everywhere', ko: '회원을 모든 곳에서 로그아웃시킵니다' },
  args: { member: memberArgument },
  examples: [
    'didacto member end-sessions haeun@school.example',
    'didacto member end-sessions haeun@school.example --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { member }) => {
    const id = await memberId(cli, member);
    if (!(await cli.confirm(cli.text.questions.endSessionsOf(member)))) return cli.out.say(cli.text.talk.cancelled);
    const { ended } = await (await cli.api()).members.endSessions({ memberId: id });
    cli.out.data({ memberId: id, ended }, () => [cli.text.session.ended(ended)]);
  },
});
