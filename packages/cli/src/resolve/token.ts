import type { Cli } from '../context.js';
import { isId, pick } from './pick.js';

/** An access token that is still good by its id or exact name: of mine, or of `anybody`. */
export async function tokenId(cli: Cli, wanted: string, anybody: boolean): Promise<string> {
  if (isId('tok', wanted)) return wanted;
  const { accessTokens } = await cli.api();
  const all = await (anybody ? accessTokens.listAll({ limit: 200 }) : accessTokens.list({ limit: 200 })).toArray();
  const good = all.filter(({ revokedAt }) => revokedAt === null);
  return pick(
    cli,
    'token',
    wanted,
    good.map(({ id, name }) => ({ id, names: [name] })),
  );
}
