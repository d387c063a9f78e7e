import type { TokenSource } from '@didacto/sdk';
import type { StoredSession } from './profiles.js';
import { withProfile } from './profiles.js';
import type { ConfigStore } from './store.js';

export interface KeptSessionOptions {
  readonly store: ConfigStore;
  readonly profileName: string;
  readonly session: StoredSession;
  readonly refresh: (refreshToken: string) => Promise<StoredSession>;
}

/**
 * A kept sign-in that renews itself. A refresh token is good once, and a second use ends the session; so processes
 * take turns, and one that finds the kept token renewed takes that instead of asking again.
 */
export function keptSession({ store, profileName, session, refresh }: KeptSessionOptions): TokenSource {
  let accessToken: string | undefined = session.accessToken;
  let renewing: Promise<string | undefined> | undefined;

  const renew = async (refused: string): Promise<string | undefined> => {
    const config = await store.update(async (kept) => {
      const profile = kept.profiles[profileName];
      if (!profile?.session || profile.session.accessToken !== refused) return kept;
      const { accessToken, refreshToken } = await refresh(profile.session.refreshToken);
      return withProfile(kept, profileName, { ...profile, session: { accessToken, refreshToken } });
    });
    accessToken = config.profiles[profileName]?.session?.accessToken;
    return accessToken;
  };

  return {
    token: async () => accessToken,
    renew: async (refused) => {
      if (accessToken !== undefined && refused !== accessToken) return accessToken;
      renewing ??= renew(refused).finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
  };
}
