import type { Express } from 'express';

/** Finds the caller of what express does not see, such as a socket's handshake, by the proxies that express trusts. */
export type CallerAddress = (remote: string, forwardedFor: string | string[] | undefined) => string;

/** The first hop, from here, that is no trusted proxy; what is named beyond it could be anybody's invention. */
export function callerAddress(app: Express): CallerAddress {
  const trusts: (address: string, hop: number) => boolean = app.get('trust proxy fn');
  return (remote, forwardedFor = '') => {
    const named = String(forwardedFor)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const hops = [remote, ...named.reverse()];
    return hops.find((address, hop) => !trusts(address, hop)) ?? hops.at(-1) ?? remote;
  };
}
