import type { Clock } from '../../platform/clock.js';
import type { RandomBytes } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';

const lifeMs = 60_000;
const mostAtOnce = 20_000;

/** Challenges that wait for a signature; each is good once, for a minute, for one device. */
export interface Challenges {
  /** @throws Problem rate_limited when too many wait */
  make(deviceId: string): { challenge: string; expiresAt: number };
  take(challenge: string, deviceId: string): boolean;
}

export function memoryChallenges(clock: Clock, random: RandomBytes): Challenges {
  // In order of making, so the oldest are first to expire.
  const waiting = new Map<string, { deviceId: string; expiresAt: number }>();
  const dropExpired = () => {
    for (const [challenge, { expiresAt }] of waiting) {
      if (expiresAt > clock.now()) return;
      waiting.delete(challenge);
    }
  };
  return {
    make: (deviceId) => {
      dropExpired();
      if (waiting.size >= mostAtOnce) throw new Problem('rate_limited', { retryAfterSeconds: 10 });
      const challenge = random(32).toString('base64url');
      const expiresAt = clock.now() + lifeMs;
      waiting.set(challenge, { deviceId, expiresAt });
      return { challenge, expiresAt };
    },
    take: (challenge, deviceId) => {
      const entry = waiting.get(challenge);
      waiting.delete(challenge);
      return entry !== undefined && entry.deviceId === deviceId && entry.expiresAt > clock.now();
    },
  };
}
