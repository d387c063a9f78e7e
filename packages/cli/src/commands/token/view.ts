import type { AccessToken } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import { safeText } from '../../output/safe-text.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';

export function tokenColumns(cli: Cli): Column<AccessToken>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.name, value: ({ name }) => name },
    { title: titles.owner, value: ({ owner }) => owner.name },
    { title: titles.hint, value: ({ hint }) => hint },
    { title: titles.scopes, value: ({ scopes }) => scopes.join(' ') },
    { title: titles.lastUsed, value: ({ lastUsedAt }) => localTime(lastUsedAt) },
    { title: titles.expires, value: ({ expiresAt }) => localTime(expiresAt) },
    {
      title: titles.revoked,
      value: ({ revokedAt }) => localTime(revokedAt),
      tone: ({ revokedAt }) => (revokedAt === null ? undefined : 'bad'),
    },
  ];
}

/** Shows a new token: its text is the data, so that it can go straight to a file. */
export function showNewToken(cli: Cli, made: { readonly accessToken: AccessToken; readonly text: string }): void {
  cli.out.say(cli.text.account.tokenOnce);
  cli.out.data(made, () => [safeText(made.text)]);
}
