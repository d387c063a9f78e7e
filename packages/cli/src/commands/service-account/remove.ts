import { command } from '../../command.js';
import { serviceAccountId } from '../../resolve/service-account.js';
import { accountArgument } from './view.js';

export const serviceAccountRemove = command({
  name: 'remove',
  summary: { en: 'Remove a service account with all its tokens', ko: '서비스 계정과 그 토큰을 모두 지웁니다' },
  args: { account: accountArgument },
  examples: ['didacto service-account remove "학사 연동"', 'didacto service-account remove Timetable --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { account }) => {
    const { talk, questions } = cli.text;
    const memberId = await serviceAccountId(cli, account);
    if (!(await cli.confirm(questions.removeServiceAccount(account)))) return cli.out.say(talk.cancelled);
    await (await cli.api()).serviceAccounts.remove({ memberId });
    cli.out.data({ id: memberId, removed: true }, () => [talk.done]);
  },
});
