import { randomUUID } from 'node:crypto';

/** The caller's own request id where it is harmless, else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w.-]{1,128}$/.test(header) ? header : `req_${randomUUID()}`;
}
