import type { IceServers } from '../contract/rooms.js';
import type { RoomEffects } from './effects.js';

/** Where connections get their STUN and TURN servers from; credentials are for a short time. */
export interface Ice {
  /** Where the server gives none now, one that finds no way: whether addresses may be told is not known either. */
  get(): Promise<RTCConfiguration>;
  /** Gives newer ones before the old ones end. Returns how to stop. */
  watch(use: (configuration: RTCConfiguration) => void): () => void;
}

/** New ones are fetched when this part of their time is over. */
const share = 0.75;
const noWay: RTCConfiguration = { iceTransportPolicy: 'relay' };
const [leastMs, mostMs, afterFailureMs] = [5_000, 24 * 3_600_000, 30_000];

export function createIce(ask: () => Promise<IceServers>, { timeOfDay, after }: RoomEffects): Ice {
  let held: { configuration: RTCConfiguration; until: number } | undefined;
  const fetch = async (): Promise<RTCConfiguration | undefined> => {
    try {
      const { iceServers, iceTransportPolicy, expiresAt } = await ask();
      const now = timeOfDay();
      const lifeMs = expiresAt === null ? mostMs : (Date.parse(expiresAt) - now) * share;
      const configuration = { iceServers, iceTransportPolicy };
      held = { configuration, until: now + Math.min(Math.max(lifeMs, leastMs), mostMs) };
      return configuration;
    } catch {
      return undefined;
    }
  };
  return {
    get: async () => {
      if (held !== undefined && held.until > timeOfDay()) return held.configuration;
      return (await fetch()) ?? held?.configuration ?? noWay;
    },
    watch: (use) => {
      let stopped = false;
      const next = () => after(held ? Math.max(held.until - timeOfDay(), afterFailureMs) : afterFailureMs, renew);
      const renew = async () => {
        const configuration = await fetch();
        if (stopped) return;
        if (configuration) use(configuration);
        forget = next();
      };
      let forget = next();
      return () => {
        stopped = true;
        forget();
      };
    },
  };
}
