import type { ProblemBody } from './contract/problem.js';
import { ApiError, ConnectionError, TimeoutError } from './errors.js';
import { randomKey } from './random-key.js';
import { type RetryPolicy, withRetries } from './retry.js';
import type { TokenSource } from './tokens.js';

/** One line of the generated table. */
export interface RouteLine {
  readonly method: string;
  readonly path: string;
  readonly paginated?: true;
  readonly repeatable?: true;
  /** Takes an Idempotency-Key, and is repeatable by it. */
  readonly idempotent?: true;
  readonly binary?: true;
  readonly returnsBytes?: true;
  readonly sendsQuery?: readonly string[];
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** For pictures: the ETag already held; the reply is null when it still stands. */
  readonly etag?: string;
  /** For calls that happen once for each key; default: one of its own for each call, kept over its tries. */
  readonly idempotencyKey?: string;
}

/** What the client needs of a `fetch`; every runtime's own has it. */
export type Fetch = (url: URL, call: FetchCall) => Promise<FetchReply>;

interface FetchCall {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

interface FetchReply extends Pick<Response, 'ok' | 'status' | 'statusText' | 'text' | 'json' | 'arrayBuffer'> {
  readonly headers: Pick<Headers, 'get'>;
}

export interface Transport {
  readonly baseUrl: URL;
  readonly fetch: Fetch;
  readonly tokens: TokenSource;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  readonly headers: Readonly<Record<string, string>>;
}

type Input = Readonly<Record<string, unknown>>;

/** Calls one route: path, query and body are taken out of the flat input. */
export async function request(
  transport: Transport,
  line: RouteLine,
  input: Input,
  options: CallOptions,
): Promise<unknown> {
  const prepared = prepare(transport.baseUrl, line, input);
  if (line.idempotent) return sendKeyed(transport, line, prepared, options);
  const once = () => send(transport, line, prepared, options);
  return line.repeatable ? withRetries(transport.retry, once) : once();
}

/** All tries carry one key, so that what is asked for happens once; while another try is under way it is waited for. */
async function sendKeyed(
  transport: Transport,
  line: RouteLine,
  prepared: Prepared,
  options: CallOptions,
): Promise<unknown> {
  const { sleep } = transport.retry;
  const keyed = { ...options, idempotencyKey: options.idempotencyKey ?? randomKey() };
  let waited = 0;
  for (;;) {
    try {
      return await withRetries(transport.retry, () => send(transport, line, prepared, keyed));
    } catch (error) {
      const isUnderWay = error instanceof ApiError && error.code === 'idempotency_in_flight';
      const wait = isUnderWay ? Math.max(error.retryAfterMs ?? 1_000, leastWaitMs) : 0;
      waited += wait;
      if (!isUnderWay || waited > (options.timeoutMs ?? transport.timeoutMs)) throw error;
      await sleep(wait);
    }
  }
}

/** Told to come back at once, it would only be told so again. */
const leastWaitMs = 250;

interface Prepared {
  readonly url: URL;
  readonly body: string | Uint8Array | undefined;
  readonly mediaType: string | undefined;
}

function prepare(baseUrl: URL, line: RouteLine, input: Input): Prepared {
  const rest = new Map(Object.entries(input));
  const take = (name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return value;
  };
  const path = line.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(take(name))));
  const url = new URL(baseUrl.pathname.replace(/\/$/, '') + path, baseUrl);
  const inQuery = line.sendsQuery ?? [];
  for (const name of inQuery) {
    const value = take(name);
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  if (line.binary) {
    const bytes = rest.get('bytes');
    return { url, body: bytes instanceof Uint8Array ? bytes : undefined, mediaType: String(rest.get('mediaType')) };
  }
  const hasBody = line.method !== 'GET' && line.method !== 'DELETE' && rest.size > 0;
  return {
    url,
    body: hasBody ? JSON.stringify(Object.fromEntries(rest)) : undefined,
    mediaType: hasBody ? 'application/json' : undefined,
  };
}

async function send(transport: Transport, line: RouteLine, prepared: Prepared, options: CallOptions): Promise<unknown> {
  const token = await transport.tokens.token();
  try {
    return await read(line, await exchange(transport, line, prepared, options, token));
  } catch (error) {
    if (token === undefined || !isOfTheToken(error)) throw error;
    const renewed = await transport.tokens.renew(token);
    if (renewed === undefined) throw error;
    return read(line, await exchange(transport, line, prepared, options, renewed));
  }
}

/** Other 401s, such as a wrong password, would only be wrong twice. */
const isOfTheToken = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'token_expired' || error.code === 'token_invalid');

async function exchange(
  transport: Transport,
  line: RouteLine,
  { url, body, mediaType }: Prepared,
  options: CallOptions,
  token: string | undefined,
): Promise<FetchReply> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? transport.timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const headers: Record<string, string> = {
    accept: 'application/json, application/problem+json, image/jpeg',
    ...transport.headers,
  };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (mediaType !== undefined) headers['content-type'] = mediaType;
  if (options.etag !== undefined) headers['if-none-match'] = options.etag;
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
  // A browser's own refuses to be called as a method of anything.
  const { fetch } = transport;
  try {
    return await fetch(url, {
      method: line.method,
      headers,
      signal,
      ...(body !== undefined && { body: body as FetchCall['body'] }),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    if (timeout.aborted) throw new TimeoutError(`No answer from ${url.origin} in time`, { cause });
    throw new ConnectionError(`Could not reach ${url.origin}`, { cause });
  }
}

async function read(line: RouteLine, response: FetchReply): Promise<unknown> {
  try {
    if (response.status === 304) return null;
    if (response.status === 204) return undefined;
    if (!response.ok) throw await problemOf(response);
    if (line.returnsBytes) {
      return { etag: response.headers.get('etag') ?? '', bytes: new Uint8Array(await response.arrayBuffer()) };
    }
    return await response.json();
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw new ConnectionError('The answer broke off', { cause });
  }
}

async function problemOf(response: FetchReply): Promise<ApiError> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  const text = await response.text();
  return new ApiError(parseProblem(text) ?? strangerProblem(response), retryAfterMs);
}

function parseProblem(text: string): ProblemBody | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const isProblem =
      typeof body === 'object' && body !== null && 'code' in body && 'status' in body && 'title' in body;
    return isProblem ? (body as ProblemBody) : undefined;
  } catch {
    return undefined;
  }
}

/** A proxy in between answers in its own way. */
const strangerProblem = (response: FetchReply): ProblemBody => ({
  type: 'about:blank',
  title: `The server answered ${response.status} ${response.statusText}`.trim(),
  status: response.status,
  code: response.status === 429 ? 'rate_limited' : response.status === 404 ? 'not_found' : 'internal_error',
});
