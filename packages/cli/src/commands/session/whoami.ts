import { command } from '../../command.js';
import { isByAccessToken } from '../../config/settings.js';
import { memberColumns } from '../member/view.js';

export const whoami = command({
  name: 'whoami',
  summary: { en: 'Show who is signed in, and how', ko: '로그인한 회원과 로그인 방식을 봅니다' },
  examples: ['didacto whoami', 'didacto whoami --json'],
  run: async (cli) => {
    const me = await (await cli.api()).members.me();
    const { server, signIn } = cli.settings;
    const { columns, session } = cli.text;
    const signedInBy = isByAccessToken(signIn) ? 'access_token' : 'session';
    const from = signIn?.kind === 'environment' ? ' (DIDACTO_TOKEN)' : '';
    cli.out.one({ ...me, server, signedInBy }, [
      ...memberColumns(cli),
      { title: columns.titles.server, value: () => server },
      { title: columns.titles.signedInBy, value: () => session.by[signedInBy] + from },
    ]);
  },
});
