import type { IceServers } from '../contract/rooms.js';
import type { RoomEffects } from './effects.js';

/** Where connections get their STUN and TURN servers from; credentials are for a short time. */
export interface Ice {
  /** Without servers where the server gives none now: peers of the same network find each other all the same. */
  get(): Promise<RTCConfiguration>;
  /** Gives newer ones before the old ones end. Returns how to stop. */
  watch(use: (configuration: RTCConfiguration) => void): () => void;
}

/** New ones are fetched when this part of their time is over. */
const share = 0.75;
const [leastMs, mostMs, afterFailureMs] = [5_000, 24 * 3_600_000, 30_000];

/** @param policy of the room: `relay` holds whatever list there is, and where there is none */
export function createIce(
  ask: () => Promise<IceServers>,
  { timeOfDay, after }: RoomEffects,
  policy: IceServers['iceTransportPolicy'],
): Ice {
  let held: { configuration: RTCConfiguration; until: number } | undefined;
  const fetch = async (): Promise<RTCConfiguration | undefined> => {
    try {
      const { iceServers, iceTransportPolicy, expiresAt } = await ask();
      const now = timeOfDay();
      const lifeMs = expiresAt === null ? mostMs : (Date.parse(expiresAt) - now) * share;
      const configuration = { iceServers, iceTransportPolicy: policy === 'relay' ? policy : iceTransportPolicy };
      held = { configuration, until: now + Math.min(Math.max(lifeMs, leastMs), mostMs) };
      return configuration;
    } catch {
      return undefined;
    }
  };
  return {
    get: async () => {
      if (held !== undefined && held.until > timeOfDay()) return held.configuration;
      return (await fetch()) ?? held?.configuration ?? { iceTransportPolicy: policy };
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
