import type { RoomControl } from '@didacto/sdk/contract';
import {
  type LiveMessage,
  type RoomEvents,
  type RoomPeer,
  readMessage,
  readTiles,
  type StudentRoom,
  type TileMessage,
  writeMessage,
} from '@didacto/sdk/live';
import { ulid } from './samples.js';

/** A room in memory, whose other side is the test. */
export interface FakeRoom extends StudentRoom {
  readonly seen: {
    readonly tiles: TileMessage[];
    readonly messages: LiveMessage[];
    readonly answers: boolean[];
    readonly endings: (number | undefined)[];
    closed: number;
  };
  /** Somebody came, or went. */
  meet(fence: number | null): void;
  say(message: LiveMessage): void;
  change(control: RoomControl | null): void;
  consentTo(screen: boolean): void;
  emit<E extends keyof RoomEvents>(event: E, ...args: Parameters<RoomEvents[E]>): void;
  /** How long a relay takes to deliver; a promise that the test resolves. */
  delivery: Promise<unknown>;
  /** Told of each message. */
  onSent: () => void;
}

export const person = { id: `mem_${ulid}`, name: '김하은' };

export function fakeRoom(): FakeRoom {
  const listeners = new Map<keyof RoomEvents, Set<(...args: never[]) => void>>();
  const seen: FakeRoom['seen'] = { tiles: [], messages: [], answers: [], endings: [], closed: 0 };
  let peer: RoomPeer | null = null;
  let control: RoomControl | null = null;
  let consent = { screen: true, voice: false, camera: false };
  const emit = (event: keyof RoomEvents, ...args: unknown[]) => {
    for (const listener of listeners.get(event) ?? []) (listener as (...args: unknown[]) => void)(...args);
  };
  const room: FakeRoom = {
    seen,
    delivery: Promise.resolve(),
    onSent: () => undefined,
    entry: {
      roomId: `rom_${ulid}`,
      fence: 1,
      lectureId: `lec_${ulid}`,
      lessonId: `les_${ulid}`,
      student: person,
      peer: null,
      consent,
      control: null,
      controlPolicy: 'notify',
      iceTransportPolicy: 'all',
      ttlMs: 15_000,
    },
    get peer() {
      return peer;
    },
    get control() {
      return control;
    },
    get consent() {
      return consent;
    },
    route: 'relay',
    on(event, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => void all.delete(listener);
    },
    async send(channel, bytes) {
      if (peer === null) return false;
      if (channel === 'tiles') {
        const message = readTiles(bytes);
        if (message === undefined) throw new Error('malformed tiles');
        seen.tiles.push(message);
      }
      if (channel === 'messages') {
        const message = readMessage(bytes);
        if (message === undefined) throw new Error('malformed message');
        seen.messages.push(message);
      }
      room.onSent();
      await room.delivery;
      return true;
    },
    addTrack: () => () => undefined,
    stats: async () => ({
      route: 'relay',
      roundTripMs: 1,
      receivedBitrate: 0,
      sentBitrate: 0,
      framesPerSecond: null,
    }),
    async close() {
      seen.closed += 1;
    },
    async answerControl(_, allowed) {
      seen.answers.push(allowed);
    },
    async endControl(inputs) {
      seen.endings.push(inputs);
    },
    async setConsent(change) {
      consent = { ...consent, ...change };
      return consent;
    },
    meet(fence) {
      peer = fence === null ? null : { fence, person, abilities: null };
      emit('peer', peer);
    },
    say: (message) => emit('data', 'messages', writeMessage(message)),
    change(next) {
      control = next;
      emit('control', next);
    },
    consentTo(screen) {
      consent = { ...consent, screen };
      emit('consent', consent);
    },
    emit,
  };
  return room;
}
