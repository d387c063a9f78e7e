import { isApiError } from '@didacto/sdk';
import { command } from '../../command.js';
import { forgetSession } from '../../config/store.js';
import type { Cli } from '../../context.js';

export const logout = command({
  name: 'logout',
  summary: { en: 'Sign out', ko: '로그아웃합니다' },
  details: {
    en: 'Ends the sign-in on the server and forgets it here, even where the server cannot be reached.',
    ko: '서버의 로그인을 끝내고 저장된 정보를 지웁니다. 서버에 연결되지 않아도 여기서는 지웁니다.',
  },
  examples: ['didacto logout', 'didacto logout --profile lab2 --json'],
  changes: true,
  run: async (cli) => {
    const { profileName, profile, ownServer, token } = cli.settings;
    const kept = ownServer && profile?.session !== undefined ? profile : undefined;
    if (token === undefined && kept === undefined) {
      return cli.out.data({ profile: profileName, signedOut: false }, () => [cli.text.session.notSignedIn]);
    }
    const endedOnServer = await endOnServer(cli);
    // With DIDACTO_TOKEN it is that sign-in that ends, not the profile's.
    if (token === undefined && kept !== undefined) await forgetSession(cli.store, profileName);
    if (!endedOnServer) cli.out.say(cli.text.session.stillOnServer);
    cli.out.data({ profile: profileName, signedOut: true, endedOnServer }, () => [cli.text.session.signedOut]);
  },
});

async function endOnServer(cli: Cli): Promise<boolean> {
  try {
    await (await cli.api()).sessions.signOut();
    return true;
  } catch (error) {
    if (cli.dryRun) throw error;
    return isApiError(error) && error.status === 401;
  }
}
