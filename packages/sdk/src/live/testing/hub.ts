import type { RoomAbilities, RoomControl, RoomEntry, RoomPeer, RoomPlace, RoomStay } from '../../contract/rooms.js';
import type { Refusal, RoomWire, WireListener } from '../wire.js';

export type Side = 'student' | 'instructor';
type Code = Refusal['code'];

export const abilities: RoomAbilities = {
  ...{ track: false, tiles: true, control: { pointer: true, keys: true, text: true } },
  ...{ microphone: false, speaker: false, window: false, screen: { width: 1280, height: 720 } },
};

const people = { student: { id: 'mbr_student', name: '이하은' }, instructor: { id: 'mbr_kim', name: '김강사' } };
const consent = { screen: true, voice: false, camera: false };
const roomId = 'rom_1';
const ok = { ok: true } as const;
const refuse = (code: Code): Refusal => ({ ok: false, code, title: code });
const otherOf = (side: Side): Side => (side === 'student' ? 'instructor' : 'student');
const sides: readonly Side[] = ['student', 'instructor'];
const later = <T>(value: T) => new Promise<T>((resolve) => setImmediate(() => resolve(value)));

/** One end's connection to the hub, which can be lost. */
export class HubWire implements RoomWire {
  readonly #hub: Hub;
  readonly #listeners = new Set<WireListener>();
  #connected = true;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  readonly connected = () => this.#connected;
  readonly listeners = () => this.#listeners.size;
  readonly listen = (listener: WireListener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly attend: RoomWire['attend'] = ({ stay }) => this.#enter('student', stay);
  readonly join: RoomWire['join'] = ({ stay }) => this.#enter('instructor', stay);
  readonly renew: RoomWire['renew'] = (place) =>
    this.#held(place, () => {
      this.#hub.counts.renewed++;
      return ok;
    });
  readonly leave: RoomWire['leave'] = (place) =>
    this.#held(place, (side) => {
      this.#hub.putOut(side, null);
      return ok;
    });
  readonly signal: RoomWire['signal'] = ({ signal, ...place }) =>
    this.#held(place, (side) => {
      if (!this.#hub.sessions[otherOf(side)]) return refuse('room_peer_absent');
      this.#hub.tell(otherOf(side), (to, at) => to.signal({ ...at, from: place.fence, signal }));
      return ok;
    });
  readonly relay: RoomWire['relay'] = ({ channel, bytes, ...place }) =>
    this.#held(place, (side) => {
      const { counts, rules, sessions } = this.#hub;
      const refused = rules.relay ?? (sessions[otherOf(side)] ? undefined : 'room_peer_absent');
      counts[refused ? 'refused' : 'relayed']++;
      if (refused) return refuse(refused);
      const told = { from: place.fence, channel, bytes: bytes.slice() };
      return new Promise<typeof ok>((resolve) =>
        this.#hub.tell(otherOf(side), (to, at) => to.relay({ ...at, ...told }, () => resolve(ok))),
      );
    });
  readonly takeControl: RoomWire['takeControl'] = (place) =>
    this.#held(place, () => {
      const since = new Date(0).toISOString();
      const control = { id: 'ctl_1', state: 'on', by: people.instructor, fence: place.fence, since } as const;
      this.#hub.setControl(control);
      return { ...ok, control };
    });
  readonly answerControl: RoomWire['answerControl'] = (place) => this.#held(place, () => ok);
  readonly endControl: RoomWire['endControl'] = (place) =>
    this.#held(place, () => {
      this.#hub.setControl(null);
      return ok;
    });
  readonly setConsent: RoomWire['setConsent'] = (change) => {
    const now = { ...consent, ...(change.voice !== undefined && { voice: change.voice }) };
    for (const side of sides) this.#hub.tell(side, (to, at) => to.consent({ ...at, consent: now }));
    return later({ ...ok, ...now });
  };

  /** Tells later, in order, whoever listens then. */
  tell(run: (to: WireListener) => void): void {
    setImmediate(() => this.#connected && [...this.#listeners].forEach(run));
  }

  cut(): void {
    this.#connected = false;
    for (const side of sides) if (this.#hub.sessions[side]?.wire === this) this.#hub.putOut(side, null);
    for (const each of [...this.#listeners]) each.lost();
  }

  restore(): void {
    this.#connected = true;
    for (const each of [...this.#listeners]) each.connected();
  }

  /** The server says that the sign-in is no longer good. */
  refuse(code: string): void {
    for (const each of [...this.#listeners]) each.refused(code);
  }

  #enter(side: Side, stay: RoomStay | undefined): Promise<(RoomEntry & typeof ok) | Refusal> {
    return later(this.#connected ? this.#hub.enter(side, this, stay) : refuse('connection_lost'));
  }

  /** Only who holds the place is heard, and only over a connection. */
  #held<T extends { ok: true }>(
    place: RoomPlace,
    run: (side: Side) => T | Refusal | Promise<T | Refusal>,
  ): Promise<T | Refusal> {
    if (!this.#connected) return later(refuse('connection_lost'));
    const side = sides.find((each) => {
      const session = this.#hub.sessions[each];
      return session?.wire === this && session.fence === place.fence;
    });
    return side ? Promise.resolve(run(side)).then(later) : later(refuse('room_session_ended'));
  }
}

interface Session {
  readonly wire: HubWire;
  readonly fence: number;
  readonly stayId: string | undefined;
}

/** One room as the server keeps it, in memory: fences, takeover, relay. What it tells arrives later, in order. */
export class Hub {
  readonly counts = { relayed: 0, refused: 0, renewed: 0 };
  /** What it refuses, and how. */
  readonly rules: { relay: Code | null; enter: Code | null } = { relay: null, enter: null };
  readonly sessions: Record<Side, Session | null> = {
    student: null,
    instructor: null,
  };
  readonly #ttlMs: number;
  #fence = 0;
  #control: RoomControl | null = null;

  constructor({ ttlMs = 15_000 } = {}) {
    this.#ttlMs = ttlMs;
  }

  connect(): HubWire {
    return new HubWire(this);
  }

  enter(side: Side, wire: HubWire, stay: RoomStay | undefined): (RoomEntry & typeof ok) | Refusal {
    const { rules, sessions } = this;
    if (rules.enter) return refuse(rules.enter);
    if (side === 'instructor' && !sessions.student) return refuse('student_absent');
    const holder = sessions[side];
    const isOld = holder !== null && stay?.left !== undefined && holder.fence > stay.left.fence;
    if (isOld && holder.stayId !== stay.id) return refuse('room_taken_over');
    if (holder) this.putOut(side, 'room_taken_over');
    const fence = ++this.#fence;
    sessions[side] = { wire, fence, stayId: stay?.id };
    this.#tellPeer(otherOf(side));
    return {
      ...{ ...ok, roomId, fence, lectureId: 'lec_1', lessonId: 'les_1', student: people.student },
      ...{ peer: this.#peerOf(otherOf(side)), consent, control: null, controlPolicy: 'always', ttlMs: this.#ttlMs },
      iceTransportPolicy: 'all',
    };
  }

  /** A session is out; a student takes the instructor along. */
  putOut(side: Side, code: 'room_taken_over' | 'student_gone' | null): void {
    if (code) this.tell(side, (to, at) => to.ended({ ...at, code }));
    this.sessions[side] = null;
    this.setControl(null);
    if (code === 'room_taken_over') return;
    if (side === 'student' && this.sessions.instructor) this.putOut('instructor', 'student_gone');
    else this.#tellPeer(otherOf(side));
  }

  setControl(control: RoomControl | null): void {
    if (this.#control === control) return;
    this.#control = control;
    for (const side of sides) this.tell(side, (to, at) => to.control({ ...at, control }));
  }

  tell(side: Side, run: (to: WireListener, at: { roomId: string; fence: number }) => void): void {
    const session = this.sessions[side];
    session?.wire.tell((to) => run(to, { roomId, fence: session.fence }));
  }

  #tellPeer(side: Side): void {
    const peer = this.#peerOf(otherOf(side));
    this.tell(side, (to, at) => to.peer({ ...at, peer }));
  }

  #peerOf(side: Side): RoomPeer | null {
    const session = this.sessions[side];
    return session && { fence: session.fence, person: people[side], abilities: side === 'student' ? abilities : null };
  }
}
