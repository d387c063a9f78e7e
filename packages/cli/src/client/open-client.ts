import { createDidacto, type Didacto, type DidactoOptions, type TokenSource } from '@didacto/sdk';
import { keptSession } from '../config/session.js';
import type { Settings } from '../config/settings.js';
import type { ConfigStore } from '../config/store.js';
import type { Language } from '../i18n/index.js';
import { readingFetch } from './dry-run.js';
import { headersIn } from './headers.js';

/** What a client that nobody is signed in with is made from. */
export interface VisitorParts {
  readonly settings: Settings;
  readonly language: Language;
  readonly dryRun: boolean;
  readonly fetch: typeof globalThis.fetch;
}

/** What a client of the command is made from. */
export interface ClientParts extends VisitorParts {
  readonly store: ConfigStore;
}

/** The way to a server; undici's own is loaded only where a certificate asks for it, as it costs start-up time. */
export async function fetchFor(caFile: string | undefined): Promise<typeof globalThis.fetch> {
  if (caFile === undefined) return globalThis.fetch;
  const { nodeFetch } = await import('@didacto/sdk/node');
  return nodeFetch({ caFile });
}

const optionsOf = ({ settings, language, dryRun, fetch }: VisitorParts): DidactoOptions => ({
  baseUrl: settings.server,
  fetch: dryRun ? readingFetch(fetch) : fetch,
  headers: headersIn(language),
  ...(dryRun && { retry: { retries: 0 } }),
});

/** A client for the server of this run that nobody is signed in with. */
export const openVisitor = (parts: VisitorParts): Didacto => createDidacto(optionsOf(parts));

/** A client for the server of this run, signed in as its profile is. */
export function openClient(parts: ClientParts): Didacto {
  const options = optionsOf(parts);
  const auth = tokens(parts, { ...options, fetch: parts.fetch, timeoutMs: 10_000 });
  return createDidacto({ ...options, ...(auth !== undefined && { auth }) });
}

/** Renewing a sign-in is no change that a dry run holds back, so its options keep the plain `fetch`. */
function tokens({ settings, store }: ClientParts, options: DidactoOptions): TokenSource | string | undefined {
  const { signIn, profileName } = settings;
  if (signIn === undefined) return undefined;
  if (signIn.kind !== 'session') return signIn.token;
  const visitor = createDidacto(options);
  const refresh = (refreshToken: string) => visitor.sessions.refresh({ refreshToken });
  return keptSession({ store, profileName, session: signIn.session, refresh });
}
