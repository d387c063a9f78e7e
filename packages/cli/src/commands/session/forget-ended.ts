import { forgetSignIn } from '../../config/store.js';
import type { Cli } from '../../context.js';

/** Forgets the sign-in that this run itself used and that has ended; one of DIDACTO_TOKEN is not kept here. */
export async function forgetEnded(cli: Cli): Promise<void> {
  const { profileName, signIn } = cli.settings;
  if (signIn?.kind === 'session') await forgetSignIn(cli.store, profileName);
}
