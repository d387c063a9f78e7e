import {
  applyPictureDelta,
  type ErrorCode,
  pictureLimits,
  readPictureDelta,
  type Screen,
  type ScreenStateName,
  splitSegments,
  type TiledPicture,
  type UnavailableReason,
} from '@didacto/sdk/contract';
import { iso } from '../../platform/clock.js';

/** An agent that shows a screen: one start of one device, or of one member's sign-in. */
export interface ScreenSource {
  /** The device or session. */
  readonly holder: string;
  readonly instanceId: string;
  /** A socket tells when it ends; without one, silence does. */
  readonly attached: boolean;
}

export interface LessonStudent {
  readonly id: string;
  readonly name: string;
  readonly deviceName: string | null;
}

export interface PushedPicture {
  readonly sequence: number;
  readonly capturedAt: number;
  readonly format: 'whole' | 'delta';
  readonly bytes: Uint8Array;
}

export type Refusal = Extract<
  ErrorCode,
  | 'picture_invalid'
  | 'picture_too_large'
  | 'picture_base_missing'
  | 'picture_stale'
  | 'screen_source_taken'
  | 'device_cloned'
  | 'not_on_roster'
>;

/** Told of each change: which student, and whether the state (not only the picture) is another. */
export type ScreenListener = (entry: ScreenEntry, stateChanged: boolean) => void;

interface KeptPicture {
  readonly tiled: TiledPicture;
  readonly sequence: number;
  readonly capturedAt: number;
  readonly version: number;
}

export interface ScreenEntry {
  readonly student: LessonStudent;
  /** False once the student has left the roster; the row stays for the rest of the lesson. */
  readonly enrolled: boolean;
  readonly state: ScreenStateName;
  readonly reason: UnavailableReason | null;
  readonly since: number;
  readonly noticeShown: boolean | null;
  readonly version: number;
  readonly picture: KeptPicture | null;
  readonly source: (ScreenSource & { readonly lastSeen: number }) | null;
}

/** Without a socket an agent gives a sign every 2 s; after this long it counts as lost. */
const silenceMs = 4_000;

/**
 * The screens of one active lesson, in memory only. Every change takes the next version of the lesson, so that a
 * reader who knows a version can ask for what came after it.
 */
export class LiveLesson {
  readonly #entries = new Map<string, ScreenEntry>();
  #version = 0;

  constructor(
    readonly lectureId: string,
    readonly lessonId: string,
    readonly startedAt: string,
    readonly listen: ScreenListener,
  ) {}

  get version(): number {
    return this.#version;
  }

  entry(studentId: string): ScreenEntry | undefined {
    return this.#entries.get(studentId);
  }

  changedSince(version: number): ScreenEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.version > version);
  }

  /** Brings the students up to date: new ones have never connected, those who went have left and their picture is dropped. */
  setStudents(students: readonly LessonStudent[], now: number): void {
    const present = new Set(students.map(({ id }) => id));
    for (const student of students) {
      const held = this.#entries.get(student.id);
      if (!held?.enrolled) this.#add(student, now);
      else if (held.student.name !== student.name || held.student.deviceName !== student.deviceName)
        this.#change(held, { student });
    }
    for (const held of this.#entries.values()) {
      if (held.enrolled && !present.has(held.student.id)) this.#change(held, { ...gone(now), enrolled: false });
    }
  }

  #add(student: LessonStudent, now: number): void {
    const entry: ScreenEntry = {
      student,
      enrolled: true,
      state: 'never_connected',
      reason: null,
      since: now,
      noticeShown: null,
      version: ++this.#version,
      picture: null,
      source: null,
    };
    this.#entries.set(student.id, entry);
    this.listen(entry, true);
  }

  /** Puts a state back that was known before this server started. */
  restore(studentId: string, state: ScreenStateName, since: number): void {
    const held = this.#entries.get(studentId);
    if (held) this.#change(held, { state, since });
  }

  /** Takes the newest picture; returns why not otherwise. */
  push(studentId: string, source: ScreenSource, pushed: PushedPicture, now: number): Refusal | undefined {
    const held = this.#entries.get(studentId);
    if (!held?.enrolled) return 'not_on_roster';
    const conflict = conflictWith(held, source, now);
    if (conflict) return conflict;
    const mine = held.picture !== null && isSame(held.source, source) ? held.picture : null;
    if (mine && pushed.sequence <= mine.sequence) return 'picture_stale';
    const taken = takePicture(pushed, mine);
    if (typeof taken === 'string') return taken;
    this.#change(held, {
      ...(held.state === 'live' ? {} : { state: 'live' as const, reason: null, since: now }),
      picture: {
        tiled: taken,
        sequence: pushed.sequence,
        capturedAt: Math.min(pushed.capturedAt, now),
        version: this.#version + 1,
      },
      source: { ...source, lastSeen: now },
    });
    return undefined;
  }

  /** An agent without a new picture: a sign of life, and its state where that is another. */
  report(
    studentId: string,
    source: ScreenSource,
    { state, reason }: { state: 'unchanged' | 'no_display'; reason: UnavailableReason | null },
    now: number,
  ): Refusal | undefined {
    const held = this.#entries.get(studentId);
    if (!held?.enrolled) return 'not_on_roster';
    const conflict = conflictWith(held, source, now);
    if (conflict) return conflict;
    const seen = { ...source, lastSeen: now };
    if (held.state === state && held.reason === reason) this.#entries.set(studentId, { ...held, source: seen });
    // A picture of a screen that is no longer shown would mislead.
    else
      this.#change(held, { state, reason, since: now, source: seen, ...(state === 'no_display' && { picture: null }) });
    return undefined;
  }

  noticeShown(studentId: string, shown: boolean): void {
    const held = this.#entries.get(studentId);
    if (held && held.noticeShown !== shown) this.#change(held, { noticeShown: shown });
  }

  /** The source of a student's screen ended: by its own word, or lost. Another source's end has no effect. */
  sourceEnded(
    studentId: string,
    source: Pick<ScreenSource, 'holder' | 'instanceId'>,
    how: 'left' | 'agent_lost',
    now: number,
  ): void {
    const held = this.#entries.get(studentId);
    if (!held || !isSame(held.source, source)) return;
    this.#change(held, how === 'left' ? gone(now) : { state: how, reason: null, since: now, source: null });
  }

  /** Finds sources that have gone silent. Call it about twice a second. */
  dropSilent(now: number): void {
    for (const held of this.#entries.values()) {
      if (held.source && !held.source.attached && now - held.source.lastSeen > silenceMs) {
        this.#change(held, { state: 'agent_lost', reason: null, since: held.source.lastSeen, source: null });
      }
    }
  }

  #change(held: ScreenEntry, change: Partial<ScreenEntry>): void {
    const next: ScreenEntry = { ...held, ...change, version: ++this.#version };
    this.#entries.set(held.student.id, next);
    this.listen(next, next.state !== held.state || next.reason !== held.reason);
  }
}

/** Who leaves on purpose takes the picture along. */
const gone = (now: number) => ({ state: 'left' as const, reason: null, since: now, picture: null, source: null });

const isSame = (held: ScreenEntry['source'], source: Pick<ScreenSource, 'holder' | 'instanceId'>): boolean =>
  held !== null && held.holder === source.holder && held.instanceId === source.instanceId;

/** One student has one screen: while its source lives no other may show another screen under that name. */
function conflictWith({ source: held }: ScreenEntry, source: ScreenSource, now: number): Refusal | undefined {
  if (held === null || isSame(held, source)) return undefined;
  const alive = held.attached || now - held.lastSeen <= silenceMs;
  if (!alive) return undefined;
  return held.holder === source.holder ? 'device_cloned' : 'screen_source_taken';
}

function takePicture({ format, bytes }: PushedPicture, base: KeptPicture | null): TiledPicture | Refusal {
  if (bytes.length > pictureLimits.bytes) return 'picture_too_large';
  return format === 'whole' ? takeWhole(bytes) : takeDelta(bytes, base);
}

/** Decodes the header only; what it says is held against the limits before anything is kept. */
function takeWhole(bytes: Uint8Array): TiledPicture | Refusal {
  const picture = splitSegments(bytes);
  if (!picture.ok) return 'picture_invalid';
  const { width, height } = picture.value.header;
  return width > pictureLimits.width || height > pictureLimits.height ? 'picture_too_large' : picture.value;
}

function takeDelta(bytes: Uint8Array, base: KeptPicture | null): TiledPicture | Refusal {
  const delta = readPictureDelta(bytes);
  if (!delta.ok) return 'picture_invalid';
  if (base === null || delta.value.baseSequence !== base.sequence) return 'picture_base_missing';
  const next = applyPictureDelta(base.tiled, delta.value, pictureLimits.bytes);
  if (next.ok) return next.value;
  return next.problem === 'too_large' ? 'picture_too_large' : 'picture_base_missing';
}

/** An entry as the contract shows it. */
export function toScreen(entry: ScreenEntry): Screen {
  const { student, picture } = entry;
  return {
    student: { id: student.id, name: student.name },
    deviceName: student.deviceName,
    state: entry.state,
    reason: entry.reason,
    since: iso(entry.since),
    noticeShown: entry.noticeShown,
    version: entry.version,
    picture: picture && {
      version: picture.version,
      bytes: picture.tiled.bytes.length,
      width: picture.tiled.header.width,
      height: picture.tiled.header.height,
      capturedAt: iso(picture.capturedAt),
    },
  };
}
