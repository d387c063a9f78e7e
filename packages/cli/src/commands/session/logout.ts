import { isApiError } from '@didacto/sdk';
import { command } from '../../command.js';
import { isByAccessToken } from '../../config/settings.js';
import { forgetSignIn } from '../../config/store.js';
import type { Cli } from '../../context.js';

export const logout = command({
  name: 'logout',
  summary: { en: 'Sign out', ko: '로그아웃합니다' },
  details: {
    en: 'Ends the sign-in on the server and forgets it here, even where the server cannot be reached. An access token is only forgotten here.',
    ko: '서버의 로그인을 끝내고 저장된 정보를 지웁니다. 서버에 연결되지 않아도 여기서는 지웁니다. 액세스 토큰은 여기서만 지웁니다.',
  },
  examples: ['didacto logout', 'didacto logout --profile lab2 --json'],
  changes: true,
  run: async (cli) => {
    const { session } = cli.text;
    const { profileName: profile, signIn } = cli.settings;
    if (signIn?.kind === 'access_token') return forgetToken(cli);
    if (signIn === undefined || isByAccessToken(signIn)) {
      const nothing = signIn === undefined ? session.notSignedIn : session.tokenOfEnvironment;
      return cli.out.data({ profile, signedOut: false }, () => [nothing]);
    }
    const endedOnServer = await endOnServer(cli);
    // With DIDACTO_TOKEN it is that sign-in that ends, not the profile's.
    if (signIn.kind === 'session') await forgetSignIn(cli.store, profile);
    if (!endedOnServer) cli.out.say(session.stillOnServer);
    cli.out.data({ profile, signedOut: true, endedOnServer }, () => [session.signedOut]);
  },
});

async function forgetToken(cli: Cli): Promise<void> {
  const { profileName: profile } = cli.settings;
  if (cli.dryRun) return cli.plan([]);
  await forgetSignIn(cli.store, profile);
  cli.out.say(cli.text.session.tokenStays);
  cli.out.data({ profile, signedOut: true, endedOnServer: false }, () => [cli.text.session.signedOut]);
}

async function endOnServer(cli: Cli): Promise<boolean> {
  try {
    await (await cli.api()).sessions.signOut();
    return true;
  } catch (error) {
    if (cli.dryRun) throw error;
    return isApiError(error) && error.status === 401;
  }
}
