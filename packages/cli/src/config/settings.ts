import type { Config, Profile, StoredSession } from './profiles.js';

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

/** What the calls of a run are signed in by. */
export type SignIn =
  /** DIDACTO_TOKEN: of a session or for programs. */
  | { readonly kind: 'environment'; readonly token: string }
  | { readonly kind: 'access_token'; readonly token: string }
  | { readonly kind: 'session'; readonly session: StoredSession };

/** What holds for this run: flags before DIDACTO_* before the profile before defaults. */
export interface Settings {
  readonly profileName: string;
  readonly server: string;
  readonly caFile: string | undefined;
  /** A profile's own is for its server alone: it is never shown to another. */
  readonly signIn: SignIn | undefined;
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
    server,
    caFile: options.caFile ?? (env.DIDACTO_CA_FILE || profile?.caFile),
    profileMissing: named === undefined && Boolean(options.profile ?? env.DIDACTO_PROFILE),
    signIn: signInOf(env.DIDACTO_TOKEN, profile !== undefined && sameServer(server, profile.server) ? profile : {}),
  };
}

function signInOf(token: string | undefined, { session, accessToken }: Partial<Profile>): SignIn | undefined {
  if (token) return { kind: 'environment', token };
  if (accessToken !== undefined) return { kind: 'access_token', token: accessToken };
  return session && { kind: 'session', session };
}

/** Whether a token is one for programs, which lives on its own, and not a session's. */
export const isAccessToken = (token: string): boolean => token.startsWith('dct_');

/** Whether a run is signed in by a token for programs. */
export const isByAccessToken = (signIn: SignIn | undefined): boolean =>
  signIn !== undefined && signIn.kind !== 'session' && isAccessToken(signIn.token);

function sameServer(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href;
}
