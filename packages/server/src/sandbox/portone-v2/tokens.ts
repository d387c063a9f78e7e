import { randomId } from './random-id.js';

const accessLifeMs = 30 * 60_000;
const refreshLifeMs = 24 * 3_600_000;

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export interface Tokens {
  /** A new pair; the refresh token before it is good for nothing any more. */
  issue(): TokenPair;
  /** A new pair for a refresh token that still holds. */
  refresh(refreshToken: unknown): TokenPair | undefined;
  holds(accessToken: string): boolean;
}

export function accessTokens(now: () => number, random: () => number): Tokens {
  const access = new Map<string, number>();
  let refresh = { token: '', until: 0 };
  const issue = (): TokenPair => {
    const accessToken = `access-${randomId(random, now())}`;
    access.set(accessToken, now() + accessLifeMs);
    refresh = { token: `refresh-${randomId(random, now())}`, until: now() + refreshLifeMs };
    return { accessToken, refreshToken: refresh.token };
  };
  return {
    issue,
    refresh: (token) => (token === refresh.token && now() < refresh.until ? issue() : undefined),
    holds: (token) => now() < (access.get(token) ?? 0),
  };
}
