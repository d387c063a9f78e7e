import { CliError } from '../cli-error.js';

/** A sign-in that is kept. */
export interface StoredSession {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** One server, and who is signed in there. */
export interface Profile {
  readonly server: string;
  readonly email?: string;
  readonly caFile?: string;
  readonly session?: StoredSession;
  /** An access token for programs, `dct_…`, instead of a session. */
  readonly accessToken?: string;
}

/** Everything that is kept between runs. */
export interface Config {
  readonly current: string;
  readonly profiles: Readonly<Record<string, Profile>>;
}

export const emptyConfig: Config = { current: 'default', profiles: {} };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const optionalText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';

function isSession(value: unknown): value is StoredSession {
  return isObject(value) && typeof value.accessToken === 'string' && typeof value.refreshToken === 'string';
}

function isProfile(value: unknown): value is Profile {
  return (
    isObject(value) &&
    typeof value.server === 'string' &&
    optionalText(value.email) &&
    optionalText(value.caFile) &&
    optionalText(value.accessToken) &&
    (value.session === undefined || isSession(value.session))
  );
}

/** Reads what was kept. By hand, for zod would be most of the start-up time. @throws CliError config_invalid */
export function parseConfig(text: string, file: string): Config {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isObject(value) || typeof value.current !== 'string' || !isObject(value.profiles)) throw invalid(file);
  const profiles: Record<string, Profile> = {};
  for (const [name, profile] of Object.entries(value.profiles)) {
    if (!isProfile(profile)) throw invalid(file);
    profiles[name] = profile;
  }
  return { current: value.current, profiles };
}

const invalid = (file: string) =>
  new CliError('config_invalid', `${file} cannot be read as a configuration; mend or delete it and run: didacto login`);

/** The configuration with one profile changed. */
export const withProfile = (config: Config, name: string, profile: Profile): Config => ({
  ...config,
  profiles: { ...config.profiles, [name]: profile },
});
