import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { forgetEnded } from './forget-ended.js';

export const sessionEnd = command({
  name: 'end',
  summary: { en: 'End one of my sign-ins; it stops at once', ko: '내 로그인 하나를 바로 끝냅니다' },
  args: { session: neededText('session', { en: 'its id, as in session list', ko: 'session list에 나오는 ID' }) },
  examples: [
    'didacto session end ses_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto session end ses_01h2xcejqtf2nbrexx3vqjhp41 --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { session }) => {
    const { talk, questions } = cli.text;
    const api = await cli.api();
    const { sessions } = await api.sessions.list();
    const isCurrent = sessions.some(({ id, current }) => current && id === session);
    if (!(await cli.confirm(questions.endSession))) return cli.out.say(talk.cancelled);
    await api.sessions.end({ sessionId: session });
    if (isCurrent) await forgetEnded(cli);
    cli.out.data({ id: session, ended: true }, () => [talk.done]);
  },
});
