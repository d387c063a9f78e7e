import { command } from '../../command.js';
import { yesNo } from '../../output/words.js';

export const profileList = command({
  name: 'list',
  summary: { en: 'List profiles', ko: '프로필 목록을 봅니다' },
  examples: ['didacto profile list', 'didacto profile list --json'],
  run: async (cli) => {
    const { current, profiles } = await cli.store.read();
    // The sign-in itself is never shown.
    const shown = Object.entries(profiles).map(([name, { server, email, session, accessToken }]) => ({
      name,
      server,
      email: email ?? null,
      signedIn: session !== undefined || accessToken !== undefined,
      current: name === current,
    }));
    const { titles } = cli.text.columns;
    cli.out.list(
      shown,
      [
        { title: titles.name, value: ({ name, current }) => `${name}${current ? ' *' : ''}` },
        { title: titles.server, value: ({ server }) => server },
        { title: titles.email, value: ({ email }) => email ?? '-' },
        { title: titles.signedIn, value: ({ signedIn }) => yesNo(cli, signedIn) },
      ],
      cli.text.session.noProfiles,
    );
  },
});
