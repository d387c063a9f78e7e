import { command } from '../../command.js';
import { memberId } from '../../resolve/person.js';
import { memberArgument, memberColumns, noteOption } from './view.js';

export const memberRestore = command({
  name: 'restore',
  summary: { en: 'Let a suspended member sign in again', ko: '정지된 회원이 다시 로그인할 수 있게 합니다' },
  args: { member: memberArgument },
  options: { note: noteOption },
  examples: ['didacto member restore haeun@school.example', 'didacto member restore 김하은 --note "확인함" --json'],
  changes: true,
  run: async (cli, { member, note }) => {
    const restored = await (await cli.api()).members.restore({ memberId: await memberId(cli, member), note });
    cli.out.one(restored, memberColumns(cli));
  },
});
