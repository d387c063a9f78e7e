import { command } from '../../command.js';
import { memberId } from '../../resolve/person.js';
import { memberArgument, memberColumns } from './view.js';

export const memberGet = command({
  name: 'get',
  summary: { en: 'Show a member', ko: '회원을 봅니다' },
  args: { member: memberArgument },
  examples: ['didacto member get haeun@school.example', 'didacto member get 김하늘 --json'],
  run: async (cli, { member }) => {
    const found = await (await cli.api()).members.get({ memberId: await memberId(cli, member) });
    cli.out.one(found, memberColumns(cli));
  },
});
