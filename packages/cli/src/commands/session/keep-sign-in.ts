import { resolve } from 'node:path';
import type { Member } from '@didacto/sdk';
import { type Profile, withProfile } from '../../config/profiles.js';
import type { Cli } from '../../context.js';

/** What a sign-in leaves in its profile, in place of what was there. */
type Kept = Pick<Profile, 'session'> | Pick<Profile, 'accessToken'>;

/** Keeps a sign-in in the profile of this run, and makes that the current one. */
export async function keepSignIn(cli: Cli, { email }: Member, kept: Kept): Promise<void> {
  const { server, caFile, profileName } = cli.settings;
  await cli.store.update((config) => ({
    ...withProfile(config, profileName, {
      server,
      email,
      ...(caFile !== undefined && { caFile: resolve(caFile) }),
      ...kept,
    }),
    current: profileName,
  }));
}

/** What this program calls itself in the list of sign-ins. */
export const clientName = (cli: Cli): string => `didacto on ${cli.host.hostname}`.slice(0, 80);
