import { EventEmitter } from 'node:events';
import type { InstructorRoom, RoomEvents } from '@didacto/sdk/live';

type Control = NonNullable<InstructorRoom['control']>;

const student = { id: 'mem_01h2xcejqtf2nbrexx3vqjhp42', name: '김하늘' };
const entry: InstructorRoom['entry'] = {
  roomId: 'rom_01h2xcejqtf2nbrexx3vqjhp43',
  fence: 7,
  lectureId: 'lec_01h2xcejqtf2nbrexx3vqjhp41',
  lessonId: 'les_01h2xcejqtf2nbrexx3vqjhp44',
  student,
  peer: { fence: 3, person: student, abilities: null },
  consent: { screen: true, voice: false, camera: false },
  control: null,
  controlPolicy: 'ask',
  iceTransportPolicy: 'all',
  ttlMs: 15_000,
};

/** A room as an instructor has it, without a server: what happens in it is said by the test. */
export class FakeRoom implements InstructorRoom {
  readonly entry = entry;
  readonly peer = entry.peer;
  readonly route = 'relay';
  readonly consent = entry.consent;
  control: Control | null = null;
  roundTripMs = 12;
  readonly #events = new EventEmitter();

  on<E extends keyof RoomEvents>(event: E, listener: RoomEvents[E]): () => void {
    this.#events.on(event, listener);
    return () => this.#events.off(event, listener);
  }

  /** Says that something happened. */
  emit<E extends keyof RoomEvents>(event: E, ...told: Parameters<RoomEvents[E]>): void {
    this.#events.emit(event, ...told);
  }

  /** Control of this session is asked for, begins, or ends. */
  controlIs(state: Control['state'] | null): void {
    const { fence } = entry;
    const by = { id: 'mem_01h2xcejqtf2nbrexx3vqjhp45', name: '김민서' };
    const since = '2026-09-01T00:00:00.000Z';
    this.control = state === null ? null : { id: 'ctl_01h2xcejqtf2nbrexx3vqjhp46', state, by, fence, since };
    this.emit('control', this.control);
  }

  send = async () => true;
  addTrack = () => () => undefined;
  close = async () => undefined;
  endControl = async () => this.controlIs(null);

  async takeControl(): Promise<Control> {
    this.controlIs('asked');
    if (this.control === null) throw new Error('nothing was asked');
    return this.control;
  }

  async stats() {
    const { route, roundTripMs } = this;
    return { route, roundTripMs, receivedBitrate: 0, sentBitrate: 0, framesPerSecond: null } as const;
  }
}
