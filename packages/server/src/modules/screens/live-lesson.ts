import type {
  Consent,
  ErrorCode,
  Screen,
  ScreenStateName,
  TiledPicture,
  UnavailableReason,
} from '@didacto/sdk/contract';
import { iso } from '../../platform/clock.js';
import { isSameConsent } from '../consents/consent.js';
import { type PushedPicture, takePicture } from './take-picture.js';

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
  /** The device the student is seated at. */
  readonly deviceId: string | null;
  readonly deviceName: string | null;
  /** What they let the instructor have in this lesson. */
  readonly consent: Consent;
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

/** Who showed this screen last. */
interface KeptSource extends ScreenSource {
  /** False once it was lost; the picture stays, and only this source may go on from it. */
  readonly live: boolean;
  readonly lastSeen: number;
  /** Of its newest picture, also when that is no longer shown; null before the first. */
  readonly sequence: number | null;
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
  readonly source: KeptSource | null;
}

/** What was on record of a student before this server started. */
export type KnownState = Pick<ScreenEntry, 'state' | 'reason' | 'since'>;

/** Without a socket an agent gives a sign every 2 s; after this long it counts as lost. */
const silenceMs = 4_000;

/**
 * The screens of one active lesson, in memory only. Every change takes the next version of the lesson, so that a
 * reader who knows a version can ask for what came after it.
 */
export class LiveLesson {
  readonly #entries = new Map<string, ScreenEntry>();
  #version: number;

  constructor(
    readonly lectureId: string,
    readonly lessonId: string,
    readonly startedAt: string,
    readonly listen: ScreenListener,
    versionsAfter = 0,
  ) {
    this.#version = versionsAfter;
  }

  get version(): number {
    return this.#version;
  }

  entry(studentId: string): ScreenEntry | undefined {
    return this.#entries.get(studentId);
  }

  /** The student whose screen this device, or this member on their own computer, shows. */
  studentAt(agent: { readonly deviceId: string } | { readonly memberId: string }): string | undefined {
    if ('memberId' in agent) return this.#entries.get(agent.memberId)?.enrolled ? agent.memberId : undefined;
    for (const { student, enrolled } of this.#entries.values())
      if (enrolled && student.deviceId === agent.deviceId) return student.id;
    return undefined;
  }

  changedSince(version: number): ScreenEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.version > version);
  }

  /**
   * Brings the students up to date: new ones begin in their `known` state or have never connected, those who went have
   * left, and who was moved is no longer shown from the former device.
   */
  setStudents(
    students: readonly LessonStudent[],
    now: number,
    known: ReadonlyMap<string, KnownState> = new Map(),
  ): void {
    const present = new Set(students.map(({ id }) => id));
    for (const student of students) {
      const held = this.#entries.get(student.id);
      if (!held?.enrolled) this.#add(student, now, known.get(student.id));
      else if (!isSameStudent(held.student, student))
        this.#change(held, { student, ...(isShownFromFormerSeat(held, student) && gone(now)) });
    }
    for (const held of this.#entries.values()) {
      if (held.enrolled && !present.has(held.student.id)) this.#change(held, { ...gone(now), enrolled: false });
    }
  }

  #add(student: LessonStudent, now: number, known: KnownState | undefined): void {
    const entry: ScreenEntry = {
      student,
      enrolled: true,
      ...beginning(known, now),
      noticeShown: null,
      version: ++this.#version,
      picture: null,
      source: null,
    };
    this.#entries.set(student.id, entry);
    this.listen(entry, entry.state !== known?.state);
  }

  /** Takes the newest picture; returns why not otherwise. */
  push(studentId: string, source: ScreenSource, pushed: PushedPicture, now: number): Refusal | undefined {
    const held = this.#entries.get(studentId);
    if (!held?.enrolled) return 'not_on_roster';
    const conflict = conflictWith(held, source, now);
    if (conflict) return conflict;
    const mine = isSame(held.source, source) ? held.source : null;
    if (mine?.sequence != null && pushed.sequence <= mine.sequence) return 'picture_stale';
    const taken = takePicture(pushed, mine && held.picture);
    if (typeof taken === 'string') return taken;
    const { sequence } = pushed;
    const isNews = held.state !== 'live';
    const version = ++this.#version;
    // Spelled out, for this is done for every picture, and spreading costs as much as all the rest.
    const next: ScreenEntry = {
      student: held.student,
      enrolled: true,
      state: 'live',
      reason: null,
      since: isNews ? now : held.since,
      noticeShown: held.noticeShown,
      version,
      picture: { tiled: taken, sequence, capturedAt: Math.min(pushed.capturedAt, now), version },
      source: seen(held, source, now, sequence),
    };
    this.#entries.set(studentId, next);
    this.listen(next, isNews);
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
    // Unchanged since a picture that is not here, after a gap or from another source, would show nothing or a stranger's.
    if (state === 'unchanged' && !(held.picture && isSame(held.source, source))) return 'picture_base_missing';
    const next = seen(held, source, now);
    if (held.state === state && held.reason === reason) this.#entries.set(studentId, { ...held, source: next });
    // A picture of a screen that is no longer shown would mislead.
    else
      this.#change(held, { state, reason, since: now, source: next, ...(state === 'no_display' && { picture: null }) });
    return undefined;
  }

  /** Whether the student was shown that they are watched, as the agent that shows their screen says. */
  noticeShown(studentId: string, source: ScreenSource, shown: boolean, now: number): Refusal | undefined {
    const held = this.#entries.get(studentId);
    if (!held?.enrolled) return 'not_on_roster';
    const conflict = conflictWith(held, source, now);
    if (conflict) return conflict;
    if (held.noticeShown !== shown) this.#change(held, { noticeShown: shown });
    return undefined;
  }

  /** The source of a student's screen ended: by its own word, or lost. Another source's end has no effect. */
  sourceEnded(
    studentId: string,
    source: Pick<ScreenSource, 'holder' | 'instanceId'>,
    how: 'left' | 'agent_lost',
    now: number,
  ): void {
    const held = this.#entries.get(studentId);
    if (!held?.source?.live || !isSame(held.source, source)) return;
    this.#change(held, how === 'left' ? gone(now) : lost(held.source, now));
  }

  /** Finds sources that have gone silent. Call it about twice a second. */
  dropSilent(now: number): void {
    for (const held of this.#entries.values()) {
      const { source } = held;
      if (source?.live && !source.attached && now - source.lastSeen > silenceMs)
        this.#change(held, lost(source, source.lastSeen));
    }
  }

  #change(held: ScreenEntry, change: Partial<ScreenEntry>): void {
    const next: ScreenEntry = { ...held, ...change, version: ++this.#version };
    this.#entries.set(held.student.id, next);
    this.listen(next, next.state !== held.state || next.reason !== held.reason);
  }
}

/** Whoever was there when the server stopped is lost from here on, until their agent comes back. */
function beginning(known: KnownState | undefined, now: number): KnownState {
  if (known === undefined) return { state: 'never_connected', reason: null, since: now };
  const { state, reason, since } = known;
  const wasGone = state === 'never_connected' || state === 'left' || state === 'agent_lost';
  return wasGone ? { state, reason, since } : { state: 'agent_lost', reason: null, since: now };
}

/** Who leaves on purpose takes the picture along. */
const gone = (now: number) =>
  ({ state: 'left', reason: null, since: now, noticeShown: null, picture: null, source: null }) as const;

const lost = (source: KeptSource, since: number) =>
  ({ state: 'agent_lost', reason: null, since, source: { ...source, live: false } }) as const;

const isSameStudent = (a: LessonStudent, b: LessonStudent): boolean =>
  a.name === b.name &&
  a.deviceId === b.deviceId &&
  a.deviceName === b.deviceName &&
  isSameConsent(a.consent, b.consent);

/** The device may be another student's now, and what it shows theirs. */
const isShownFromFormerSeat = ({ student, source }: ScreenEntry, next: LessonStudent): boolean =>
  source !== null && student.deviceId !== next.deviceId && source.holder === student.deviceId;

const isSame = (held: KeptSource | null, source: Pick<ScreenSource, 'holder' | 'instanceId'>): boolean =>
  held !== null && held.holder === source.holder && held.instanceId === source.instanceId;

/** The source after a sign of life. One that has a socket keeps it, whatever it sends without. */
function seen({ source: held }: ScreenEntry, source: ScreenSource, now: number, sequence?: number): KeptSource {
  const before = isSame(held, source) ? held : null;
  return {
    holder: source.holder,
    instanceId: source.instanceId,
    attached: source.attached || (before?.live === true && before.attached),
    live: true,
    lastSeen: now,
    sequence: sequence ?? before?.sequence ?? null,
  };
}

/** One student has one screen: while its source lives no other may show another screen under that name. */
function conflictWith({ source: held }: ScreenEntry, source: ScreenSource, now: number): Refusal | undefined {
  if (!held?.live || isSame(held, source)) return undefined;
  const isSilent = !held.attached && now - held.lastSeen > silenceMs;
  if (isSilent) return undefined;
  return held.holder === source.holder ? 'device_cloned' : 'screen_source_taken';
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
    consent: student.consent,
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
