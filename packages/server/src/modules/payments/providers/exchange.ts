import type { Outcome } from './port.js';

/** One HTTP exchange with a provider. */
export interface ProviderCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the provider's address, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Until the whole reply is there; default 30,000. */
  readonly timeoutMs?: number;
}

export interface ProviderReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one call, once. @throws ExchangeError when no whole reply came */
export type Send = (call: ProviderCall) => Promise<ProviderReply>;

/** No whole reply came. `sent` false: no byte left, so nothing can have happened. */
export class ExchangeError extends Error {
  override name = 'ExchangeError';
  constructor(
    readonly code: string,
    readonly sent: boolean,
    options?: { readonly cause?: unknown },
  ) {
    super(`The provider did not answer (${code})`, options);
  }
}

/** A failed exchange as an outcome; what is no failure of the exchange is thrown on. */
export function unknownOf(error: unknown): Extract<Outcome<never>, { outcome: 'unknown' }> {
  if (!(error instanceof ExchangeError)) throw error;
  return { outcome: 'unknown', code: error.sent ? error.code : 'not_sent', message: error.message };
}
