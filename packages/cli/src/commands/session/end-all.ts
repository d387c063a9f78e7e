import { command } from '../../command.js';
import { flag } from '../../params.js';
import { forgetEnded } from './forget-ended.js';

export const sessionEndAll = command({
  name: 'end-all',
  summary: { en: 'Sign me out everywhere', ko: '모든 곳에서 로그아웃합니다' },
  options: { keepCurrent: flag({ en: 'everywhere but here', ko: '여기는 남깁니다' }) },
  examples: ['didacto session end-all --keep-current', 'didacto session end-all --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { keepCurrent }) => {
    const { session, talk, questions } = cli.text;
    const question = keepCurrent ? questions.endOtherSessions : questions.endAllSessions;
    if (!(await cli.confirm(question))) return cli.out.say(talk.cancelled);
    const { ended } = await (await cli.api()).sessions.endAll({ keepCurrent });
    if (!keepCurrent) await forgetEnded(cli);
    cli.out.data({ ended }, () => [session.ended(ended)]);
  },
});
