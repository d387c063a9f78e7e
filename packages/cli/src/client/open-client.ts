import { createDidacto, type Didacto, type DidactoOptions, type TokenSource } from '@didacto/sdk';
import { keptSession } from '../config/session.js';
import type { Settings } from '../config/settings.js';
import type { ConfigStore } from '../config/store.js';
import type { Language } from '../i18n/index.js';
import { readingFetch } from './dry-run.js';

/** What a client of the command is made from. */
export interface ClientParts {
  readonly settings: Settings;
  readonly store: ConfigStore;
  readonly language: Language;
  readonly dryRun: boolean;
  readonly fetch: typeof globalThis.fetch;
}

/** The way to a server; undici's own is loaded only where a certificate asks for it, as it costs start-up time. */
export async function fetchFor(caFile: string | undefined): Promise<typeof globalThis.fetch> {
  if (caFile === undefined) return globalThis.fetch;
  const { nodeFetch } = await import('@didacto/sdk/node');
  return nodeFetch({ caFile });
}

/** A client for the server of this run, signed in as its profile is. */
export function openClient({ settings, store, language, dryRun, fetch }: ClientParts): Didacto {
  const options: DidactoOptions = {
    baseUrl: settings.server,
    fetch: dryRun ? readingFetch(fetch) : fetch,
    headers: { 'accept-language': language },
    ...(dryRun && { retry: { retries: 0 } }),
  };
  const auth = tokens(settings, store, { ...options, fetch, timeoutMs: 10_000 });
  return createDidacto({ ...options, ...(auth !== undefined && { auth }) });
}

/** Renewing a sign-in is no change that a dry run holds back, so its options keep the plain `fetch`. */
function tokens(settings: Settings, store: ConfigStore, options: DidactoOptions): TokenSource | string | undefined {
  if (settings.token !== undefined) return settings.token;
  const session = settings.ownServer ? settings.profile?.session : undefined;
  if (session === undefined) return undefined;
  const visitor = createDidacto(options);
  return keptSession({
    store,
    profileName: settings.profileName,
    session,
    refresh: (refreshToken) => visitor.sessions.refresh({ refreshToken }),
  });
}
