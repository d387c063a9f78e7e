import { randomText } from './random-text.js';

const lifeSeconds = 30 * 60;
/** Asked for with less than this left, the same token lives on. */
const shortSeconds = 60;
const extensionSeconds = 5 * 60;

export interface IssuedToken {
  readonly access_token: string;
  readonly now: number;
  readonly expired_at: number;
}

export interface Tokens {
  issue(): IssuedToken;
  isValid(token: string): boolean;
}

/** One access token at a time: the same again until it expires, a little longer when it is about to. */
export function accessTokens(nowSeconds: () => number, random: () => number): Tokens {
  let token = '';
  let expiredAt = 0;
  return {
    issue: () => {
      const now = nowSeconds();
      const left = expiredAt - now;
      if (left <= 0) {
        token = randomText(random, '0123456789abcdef', 40);
        expiredAt = now + lifeSeconds;
      } else if (left < shortSeconds) expiredAt += extensionSeconds;
      return { access_token: token, now, expired_at: expiredAt };
    },
    isValid: (given) => token !== '' && given === token && nowSeconds() < expiredAt,
  };
}
