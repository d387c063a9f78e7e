import { serverAddress } from './address.js';
import type { Contract } from './contract/index.js';
import type { CallInput, Reply, RouteDef } from './contract/route.js';
import { routes } from './generated/routes.js';
import type { LiveRooms } from './live/live-rooms.js';
import { type PagedCall, pagedCall } from './paging.js';
import { type CallOptions, type Fetch, type RouteLine, request, type Transport } from './request.js';
import { defaultRetryPolicy, type RetryPolicy } from './retry.js';
import { anonymous, fixedToken, memberSession, type StoredSession, type TokenSource } from './tokens.js';

export interface DidactoOptions {
  /** Where the server is: https, or http to this machine. */
  readonly baseUrl: string;
  /** A bearer token, or where to take one from; a stored session renews itself. Absent: anonymous. */
  readonly auth?:
    | string
    | TokenSource
    | { session: StoredSession; onChange?: (session: StoredSession) => void | Promise<void> };
  /** Default: the runtime's own `fetch`. */
  readonly fetch?: Fetch;
  /** For one try, default 30,000. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  readonly headers?: Readonly<Record<string, string>>;
}

type Item<R extends RouteDef> = Reply<R> extends { data: (infer T)[] } ? T : never;
type Answer<R extends RouteDef> = R extends { paginated: true } ? PagedCall<Reply<R>, Item<R>> : Promise<Reply<R>>;
type Call<R extends RouteDef> =
  Record<string, never> extends CallInput<R>
    ? (input?: CallInput<R>, options?: CallOptions) => Answer<R>
    : (input: CallInput<R>, options?: CallOptions) => Answer<R>;

type Resources = {
  readonly [G in keyof Contract]: {
    readonly [K in keyof Contract[G]]: Contract[G][K] extends RouteDef ? Call<Contract[G][K]> : never;
  };
};

/**
 * A typed client: `didacto.lectures.create({ title })`, one method for each route of the contract. `rooms.join` and
 * `rooms.attend` enter live rooms as well, by code that is loaded when it is first needed; see `@didacto/sdk/live`.
 */
export interface Didacto extends Omit<Resources, 'rooms'> {
  readonly rooms: Resources['rooms'] & LiveRooms;
  readonly baseUrl: URL;
  readonly tokens: TokenSource;
}

/**
 * Makes a client. Safe calls are repeated after a lost connection; others are not, for they may have happened.
 * @throws InsecureAddressError when `baseUrl` is not TLS and not this machine
 */
export function createDidacto(options: DidactoOptions): Didacto {
  const transport: Transport = {
    baseUrl: serverAddress(options.baseUrl),
    fetch: options.fetch ?? globalThis.fetch,
    timeoutMs: options.timeoutMs ?? 30_000,
    retry: { ...defaultRetryPolicy, ...options.retry },
    headers: options.headers ?? {},
    tokens: tokenSource(options),
  };
  const bind =
    (line: RouteLine) =>
    (input: Record<string, unknown> = {}, call: CallOptions = {}) =>
      line.paginated
        ? pagedCall(
            (cursor) =>
              request(transport, line, cursor === undefined ? input : { ...input, cursor }, call) as Promise<never>,
          )
        : request(transport, line, input, call);
  const resources = mapValues(routes, (group) => mapValues(group, bind));
  // The table is generated from the contract that the types are inferred from; `npm run generate -- --check` holds them together.
  const calls = resources as unknown as Resources;
  const { baseUrl, tokens } = transport;
  const live = loadedLater(async () => {
    const { liveRooms } = await import('./live/index.js');
    return liveRooms({ didacto: { baseUrl, tokens, rooms: calls.rooms } });
  });
  return { ...calls, rooms: { ...calls.rooms, ...live }, baseUrl, tokens };
}

/** Rooms need sockets and WebRTC, which most programs never do. */
function loadedLater(load: () => Promise<LiveRooms>): LiveRooms {
  let loading: Promise<LiveRooms> | undefined;
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  return {
    join: async (...room) => (await loaded()).join(...room),
    attend: async (...seat) => (await loaded()).attend(...seat),
  };
}

function tokenSource(options: DidactoOptions): TokenSource {
  const { auth } = options;
  if (auth === undefined) return anonymous;
  if (typeof auth === 'string') return fixedToken(auth);
  if (!('session' in auth)) return auth;
  const visitor = createDidacto({ ...options, auth: anonymous });
  return memberSession({ ...auth, refresh: (refreshToken) => visitor.sessions.refresh({ refreshToken }) });
}

const mapValues = <T, U>(object: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
