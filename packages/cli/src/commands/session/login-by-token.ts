import { createDidacto, type Member } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import { headersIn } from '../../client/headers.js';
import { isAccessToken } from '../../config/settings.js';
import type { Cli } from '../../context.js';
import { firstLine } from '../../input/first-line.js';
import { keepSignIn } from './keep-sign-in.js';

/** Signs in with an access token for programs, once the server has known it. */
export async function loginByToken(cli: Cli): Promise<Member | undefined> {
  if (cli.dryRun) {
    cli.plan([{ method: 'GET', path: '/v1/members/me' }]);
    return undefined;
  }
  const accessToken = (await readToken(cli)).trim();
  if (!isAccessToken(accessToken)) throw usageError(cli.text.session.notAToken);
  const api = createDidacto({
    baseUrl: cli.settings.server,
    auth: accessToken,
    fetch: await cli.fetch(),
    headers: headersIn(cli.language),
  });
  const member = await api.members.me();
  await keepSignIn(cli, member, { accessToken });
  return member;
}

const readToken = async (cli: Cli): Promise<string> =>
  cli.prompt.possible
    ? cli.prompt.secret(cli.text.session.askToken)
    : firstLine(Buffer.from(await cli.readStdin()).toString('utf8'));
