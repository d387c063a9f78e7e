import { command } from '../../command.js';
import { passwordOptions, readPassword } from '../../input/password.js';
import { forgetEnded } from '../session/forget-ended.js';

export const memberWithdraw = command({
  name: 'withdraw',
  summary: { en: 'Withdraw my account', ko: '탈퇴합니다' },
  options: passwordOptions,
  examples: ['didacto member withdraw', 'didacto member withdraw --yes --password-file pw.txt --json'],
  changes: true,
  destructive: true,
  run: async (cli, input) => {
    const { session, talk } = cli.text;
    if (!(await cli.confirm(session.withdrawQuestion))) return cli.out.say(talk.cancelled);
    const password = await readPassword(cli, input);
    await (await cli.api()).members.withdraw({ password });
    await forgetEnded(cli);
    cli.out.data({ withdrawn: true }, () => [session.withdrawn]);
  },
});
