import { command } from '../../command.js';
import { memberId } from '../../resolve/person.js';
import { memberArgument } from './view.js';

export const memberResetSecondFactor = command({
  name: 'reset-second-factor',
  summary: {
    en: 'Turn the second factor of a member off, who lost it',
    ko: '2단계 인증 수단을 잃은 회원의 2단계 인증을 끕니다',
  },
  args: { member: memberArgument },
  examples: [
    'didacto member reset-second-factor minji@school.example',
    'didacto member reset-second-factor minji@school.example --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { member }) => {
    const id = await memberId(cli, member);
    if (!(await cli.confirm(cli.text.questions.resetSecondFactor(member)))) return cli.out.say(cli.text.talk.cancelled);
    await (await cli.api()).members.resetSecondFactor({ memberId: id });
    cli.out.data({ memberId: id, secondFactor: false }, () => [cli.text.talk.done]);
  },
});
