import type { Cli } from '../context.js';
import { isId, pick } from './pick.js';

/** A waiting invitation by its id or e-mail address. */
export async function invitationId(cli: Cli, wanted: string): Promise<string> {
  if (isId('inv', wanted)) return wanted;
  const invitations = await (await cli.api()).invitations.list({ limit: 200 }).toArray();
  const waiting = invitations.filter(({ state }) => state === 'waiting');
  return pick(
    cli,
    'invitation',
    wanted.toLowerCase(),
    waiting.map(({ id, email }) => ({ id, names: [email] })),
  );
}
