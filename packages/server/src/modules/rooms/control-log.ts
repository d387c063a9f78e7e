import type { Clock } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { Logger } from '../../platform/logger.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import type { ViewRecords } from '../screens/view-records.js';
import type { Control, Room } from './room-state.js';

/** Puts control on record: when it began, and, once it has ended, how many inputs the student's side played. */
export interface ControlLog {
  /** Resolves when it is on record, before it begins. */
  started(room: Room, control: Control, by: Actor): Promise<void>;
  /** `inputs` undefined: the student's side is still to say; null: nobody can. */
  ended(controlId: string, inputs: number | null | undefined): void;
  /** What the student's side says afterwards; false where nobody waits for it. */
  counted(controlId: string, studentId: string, inputs: number): boolean;
  /** Writes what is still to be written. */
  stop(): Promise<void>;
}

interface Running {
  readonly control: Control;
  readonly room: Room;
  readonly by: Actor;
  /** Resolves when its beginning is on record. */
  recorded: Promise<void>;
  /** When it is written without a count; undefined while control lasts. */
  dueAt: number | undefined;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly audit: AuditTrail;
  readonly views: Pick<ViewRecords, 'record'>;
}

/** A student's side that is still there answers at once; one that went never does. */
const waitForCountMs = 5_000;
const lookEveryMs = 500;

export function controlLog({ db, clock, log, audit, views }: Dependencies): ControlLog {
  const running = new Map<string, Running>();
  const writing = new Set<Promise<void>>();

  const entry = (
    action: 'control.started' | 'control.ended',
    { control, room, by }: Running,
    data: Readonly<Record<string, number | null>>,
  ) => ({
    ...{ action, by, data },
    subjects: [control.id, room.id, room.lessonId, room.student.id],
  });
  const write = (one: Running, inputs: number | null) => {
    running.delete(one.control.id);
    const written = one.recorded
      .then(() => audit.append(db, [entry('control.ended', one, { inputs })]))
      .catch((error: unknown) =>
        log.error({ err: error, controlId: one.control.id }, 'could not put control on record'),
      )
      .finally(() => writing.delete(written));
    writing.add(written);
  };
  const stopLooking = clock.every(lookEveryMs, () => {
    const now = clock.now();
    for (const one of running.values()) if (one.dueAt !== undefined && one.dueAt <= now) write(one, null);
  });

  const recordStart = async (one: Running): Promise<void> => {
    const { room, control, by } = one;
    const looked = { lessonId: room.lessonId, viewerId: control.by.id, studentId: room.student.id };
    await views.record([{ ...looked, kind: 'control' }], by);
    await audit.append(db, [entry('control.started', one, {})]);
  };

  return {
    started: (room, control, by) => {
      const known = running.get(control.id);
      if (known) return known.recorded;
      const one: Running = { control, room, by, recorded: Promise.resolve(), dueAt: undefined };
      running.set(control.id, one);
      one.recorded = recordStart(one);
      one.recorded.catch(() => running.delete(control.id));
      return one.recorded;
    },
    ended: (controlId, inputs) => {
      const one = running.get(controlId);
      if (!one || one.dueAt !== undefined) return;
      if (inputs === undefined) one.dueAt = clock.now() + waitForCountMs;
      else write(one, inputs);
    },
    counted: (controlId, studentId, inputs) => {
      const one = running.get(controlId);
      if (one?.dueAt === undefined || one.room.student.id !== studentId) return false;
      write(one, inputs);
      return true;
    },
    stop: async () => {
      stopLooking();
      for (const one of running.values()) write(one, null);
      await Promise.all(writing);
    },
  };
}
