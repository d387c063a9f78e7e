import type { Cli } from '../context.js';
import { isId, pick } from './pick.js';

/** A service account by its id or exact name. */
export async function serviceAccountId(cli: Cli, wanted: string): Promise<string> {
  if (isId('mem', wanted)) return wanted;
  const accounts = await (await cli.api()).serviceAccounts.list({ limit: 200 }).toArray();
  return pick(
    cli,
    'serviceAccount',
    wanted,
    accounts.map(({ id, name }) => ({ id, names: [name] })),
  );
}
