import type { Config, Profile } from './profiles.js';

/** What was typed for every command. */
export interface GlobalOptions {
  readonly server?: string;
  readonly profile?: string;
  readonly caFile?: string;
  readonly lang?: string;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** What holds for this run: flags before DIDACTO_* before the profile before defaults. */
export interface Settings {
  readonly profileName: string;
  /** The profile as it is kept, where there is one. */
  readonly profile: Profile | undefined;
  readonly server: string;
  readonly caFile: string | undefined;
  /** A token of its own instead of a sign-in, for scripts: DIDACTO_TOKEN. */
  readonly token: string | undefined;
  /** Whether the profile's sign-in is for this server: it must never be shown to another. */
  readonly ownServer: boolean;
  /** A profile was asked for by name, is not there, and nothing else says which server is meant. */
  readonly profileMissing: boolean;
}

export const defaultServer = 'http://localhost:7070';

/** Puts the sources of settings together. */
export function settle(
  options: GlobalOptions,
  env: Readonly<Record<string, string | undefined>>,
  config: Config,
): Settings {
  const profileName = options.profile ?? (env.DIDACTO_PROFILE || config.current);
  const profile = Object.hasOwn(config.profiles, profileName) ? config.profiles[profileName] : undefined;
  const named = options.server ?? (env.DIDACTO_SERVER || profile?.server);
  const server = named ?? defaultServer;
  return {
    profileName,
    profile,
    server,
    caFile: options.caFile ?? (env.DIDACTO_CA_FILE || profile?.caFile),
    token: env.DIDACTO_TOKEN || undefined,
    profileMissing: named === undefined && Boolean(options.profile ?? env.DIDACTO_PROFILE),
    ownServer: profile !== undefined && sameServer(server, profile.server),
  };
}

function sameServer(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href;
}
