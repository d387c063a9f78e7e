import type { ClientEvents } from '@didacto/sdk/contract';
import { type ClassSocket, perSecond } from './gateway.js';

/** What a place may send each second, apart from what else its socket sends. */
export const roomLimits = { relays: 200, relayBytes: 8 * 1024 * 1024, signals: 100 } as const;

/** The limits of the places that sockets hold; whoever holds none is counted with the rest. */
export interface RoomLimits {
  /** A socket has entered a room; what it sends there is counted anew. */
  entered(socket: ClassSocket, roomId: string): void;
  left(socket: ClassSocket, roomId: string): void;
  allows(socket: ClassSocket, name: keyof ClientEvents, payload: unknown): boolean | undefined;
}

interface Limits {
  readonly relays: ReturnType<typeof perSecond>;
  readonly bytes: ReturnType<typeof perSecond>;
  readonly signals: ReturnType<typeof perSecond>;
}

export function roomRates(now: () => number): RoomLimits {
  const bySocket = new WeakMap<ClassSocket, Map<string, Limits>>();
  return {
    entered: (socket, roomId) => {
      const rooms = bySocket.get(socket) ?? new Map<string, Limits>();
      // Coming in again does not give more.
      if (!rooms.has(roomId)) rooms.set(roomId, newLimits());
      bySocket.set(socket, rooms);
    },
    left: (socket, roomId) => void bySocket.get(socket)?.delete(roomId),
    allows: (socket, name, payload) => {
      if (name !== 'room.relay' && name !== 'room.signal') return undefined;
      const limits = bySocket.get(socket)?.get(roomIdOf(payload));
      if (!limits) return undefined;
      if (name === 'room.signal') return limits.signals(now());
      return limits.relays(now()) && limits.bytes(now(), bytesOf(payload));
    },
  };
}

const newLimits = (): Limits => ({
  relays: perSecond(roomLimits.relays),
  bytes: perSecond(roomLimits.relayBytes),
  signals: perSecond(roomLimits.signals),
});

const roomIdOf = (payload: unknown): string =>
  typeof payload === 'object' && payload !== null && 'roomId' in payload && typeof payload.roomId === 'string'
    ? payload.roomId
    : '';

const bytesOf = (payload: unknown): number =>
  typeof payload === 'object' && payload !== null && 'bytes' in payload && payload.bytes instanceof Uint8Array
    ? payload.bytes.length
    : 0;
