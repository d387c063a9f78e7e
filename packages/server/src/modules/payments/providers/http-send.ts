import { type Dispatcher, Pool } from 'undici';
import { ExchangeError, type ProviderReply, type Send } from './exchange.js';

export interface HttpSendOptions {
  /** The provider's address; calls are below its path. */
  readonly url: string;
  /** Connections at most; further calls wait for one, within their own time. Default 16. */
  readonly connections?: number;
  /** Until a connection stands, TLS included. Default 3,000. */
  readonly connectTimeoutMs?: number;
  /** From the request to the reply's headers, and between two parts of its body. Default: the call's whole time. */
  readonly silenceTimeoutMs?: number;
  /** Until the whole reply is there, where a call says nothing else. Default 30,000. */
  readonly timeoutMs?: number;
  /** Bytes of a reply's body at most. Default 16 MiB. */
  readonly maxReplyBytes?: number;
}

export interface HttpSend {
  /** One call, one request: nothing is ever sent again. Redirects are replies like any other. */
  readonly send: Send;
  /** Resolves when what is under way is over; nothing new is sent. */
  close(): Promise<void>;
}

/** Calls one provider over a pool of connections. */
export function httpSend(options: HttpSendOptions): HttpSend {
  const { url, connections = 16, connectTimeoutMs = 3_000, maxReplyBytes = 16 * 1024 * 1024 } = options;
  const { origin, pathname } = new URL(url);
  const prefix = pathname.replace(/\/+$/, '');
  const pool = new Pool(origin, { connections, pipelining: 1, connect: { timeout: connectTimeoutMs } });
  const send: Send = ({ method, path, headers, body, timeoutMs = options.timeoutMs ?? 30_000 }) => {
    const silence = options.silenceTimeoutMs ?? timeoutMs;
    const request: Dispatcher.DispatchOptions = {
      ...{ method, path: prefix + path, headers: { ...headers }, body: body ?? null },
      ...{ headersTimeout: silence, bodyTimeout: silence },
    };
    return exchange(pool, request, { timeoutMs, maxReplyBytes });
  };
  return { send, close: () => pool.close() };
}

interface Limits {
  readonly timeoutMs: number;
  readonly maxReplyBytes: number;
}

/**
 * Dispatched rather than asked for by `request`: only the handler learns whether the request was begun on a connection,
 * and with it whether anything can have happened at the provider.
 */
const exchange = (pool: Pool, request: Dispatcher.DispatchOptions, limits: Limits): Promise<ProviderReply> =>
  new Promise((resolve, reject) => {
    let underWay: Dispatcher.DispatchController | undefined;
    let isOver = false;
    let head: Pick<ProviderReply, 'status' | 'headers'> = { status: 0, headers: {} };
    const body: Buffer[] = [];
    let size = 0;
    const over = (): boolean => {
      clearTimeout(timer);
      const was = isOver;
      isOver = true;
      return !was;
    };
    const fail = (code: string, cause: Error): void => {
      if (over()) reject(new ExchangeError(code, underWay !== undefined, { cause }));
    };
    const giveUp = (code: string): void => {
      const cause = new Error(code);
      fail(code, cause);
      underWay?.abort(cause);
    };
    const timer = setTimeout(() => giveUp('timeout'), limits.timeoutMs);
    pool.dispatch(request, {
      onRequestStart: (controller) => {
        // Begun a second time it could have an effect twice; begun after its time, one that nobody waits for.
        if (isOver || underWay !== undefined) return controller.abort(new Error('not_begun'));
        underWay = controller;
      },
      onResponseStart: (_, status, headers) => {
        head = { status, headers: plain(headers) };
      },
      onResponseData: (_, chunk) => {
        size += chunk.length;
        if (size > limits.maxReplyBytes) giveUp('reply_too_large');
        else body.push(chunk);
      },
      onResponseEnd: () => {
        if (over()) resolve({ ...head, body: Buffer.concat(body).toString('utf8') });
      },
      onResponseError: (_, error) => fail(codeOf(error, underWay !== undefined), error),
    });
  });

const codes: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNREFUSED: 'connection_refused',
};

const codeOf = (error: Error, wasBegun: boolean): string => {
  const code = 'code' in error ? codes[String(error.code)] : undefined;
  return code ?? (wasBegun ? 'connection_lost' : 'not_connected');
};

const plain = (headers: Readonly<Record<string, string | string[] | undefined>>): ProviderReply['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
