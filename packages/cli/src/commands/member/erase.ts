import { command } from '../../command.js';
import { memberId } from '../../resolve/person.js';
import { memberArgument, noteOption } from './view.js';

export const memberErase = command({
  name: 'erase',
  summary: {
    en: 'Withdraw a member who cannot do it, and erase what is personal',
    ko: '스스로 할 수 없는 회원을 탈퇴시키고 개인정보를 지웁니다',
  },
  args: { member: memberArgument },
  options: { note: noteOption },
  examples: [
    'didacto member erase haeun@school.example --note "졸업"',
    'didacto member erase mem_01h2xcejqtf2nbrexx3vqjhp41 --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { member, note }) => {
    const id = await memberId(cli, member);
    if (!(await cli.confirm(cli.text.questions.eraseMember(member)))) return cli.out.say(cli.text.talk.cancelled);
    await (await cli.api()).members.erase({ memberId: id, note });
    cli.out.data({ memberId: id, erased: true }, () => [cli.text.account.erased]);
  },
});
