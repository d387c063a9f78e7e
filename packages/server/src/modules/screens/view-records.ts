import type { ViewRecord } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { NewId } from '../../platform/ids.js';
import type { Logger } from '../../platform/logger.js';
import { type PageRequest, pageById } from '../../platform/page.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';

export interface Look {
  readonly lessonId: string;
  readonly viewerId: string;
  readonly studentId: string;
  readonly kind: ViewRecord['kind'];
}

/** Who looked at whom: one record per viewer, student, lesson and kind, with the first and the last time. */
export interface ViewRecords {
  /** Resolves when the look is on record; a repeated one only moves the last time, which is written soon after. */
  record(looks: readonly Look[], by: Actor): Promise<void>;
  ofStudent(studentId: string, request: PageRequest): Promise<{ data: ViewRecord[]; nextCursor: string | null }>;
  /** Forgets what it knows of an ended lesson, after writing it. */
  lessonEnded(lessonId: string): Promise<void>;
  stop(): Promise<void>;
}

interface ViewRow {
  id: string;
  viewer_id: string;
  viewer_name: string;
  lecture_id: string;
  title: string;
  lesson_id: string;
  kind: ViewRecord['kind'];
  first_at: string;
  last_at: string;
}

const writeEveryMs = 5_000;
const keyOf = ({ lessonId, viewerId, studentId, kind }: Look): string =>
  [lessonId, viewerId, studentId, kind].join(' ');

export function viewRecords({
  db,
  clock,
  newId,
  log,
  audit,
}: {
  db: Database;
  clock: Clock;
  newId: NewId;
  log: Logger;
  audit: AuditTrail;
}): ViewRecords {
  const known = new Map<string, { look: Look; last: number; written: number }>();

  const insert = async (looks: readonly Look[], now: number, by: Actor): Promise<void> => {
    const rows = looks.map(({ lessonId, viewerId, studentId, kind }) => ({
      id: newId('viw'),
      lesson_id: lessonId,
      viewer_id: viewerId,
      student_id: studentId,
      kind,
      first_at: iso(now),
      last_at: iso(now),
    }));
    await db.transaction(async (tx) => {
      const first: typeof rows = [];
      for (const row of rows) {
        const kept: { id: string }[] = await tx('view_records')
          .insert(row)
          .onConflict(['lesson_id', 'viewer_id', 'student_id', 'kind'])
          .merge(['last_at'])
          .returning('id');
        // An older row keeps its id: this server started again in the middle of the lesson.
        if (kept[0]?.id === row.id) first.push(row);
      }
      await audit.append(
        tx,
        first.map(({ id, lesson_id, student_id, kind }) => ({
          action: 'screen.viewed' as const,
          by,
          subjects: [id, lesson_id, student_id],
          data: { kind },
        })),
      );
    });
    for (const look of looks) known.set(keyOf(look), { look, last: now, written: now });
  };
  const writeLast = async (): Promise<void> => {
    const due = [...known.values()].filter(({ last, written }) => last > written);
    if (due.length === 0) return;
    const written = due.map((entry) => ({ entry, last: entry.last }));
    await db.transaction(async (tx) => {
      for (const { entry, last } of written) {
        const { lessonId, viewerId, studentId, kind } = entry.look;
        await tx('view_records')
          .where({ lesson_id: lessonId, viewer_id: viewerId, student_id: studentId, kind })
          .update({ last_at: iso(last) });
      }
    });
    for (const { entry, last } of written) entry.written = last;
  };
  const stopTimer = clock.every(writeEveryMs, () => {
    writeLast().catch((error: unknown) =>
      log.error({ err: error }, 'could not write view records; it will be tried again'),
    );
  });

  return {
    record: async (looks, by) => {
      const now = clock.now();
      const fresh = looks.filter((look) => !known.has(keyOf(look)));
      for (const look of looks) {
        const entry = known.get(keyOf(look));
        if (entry) entry.last = now;
      }
      if (fresh.length > 0) await insert(fresh, now, by);
    },
    ofStudent: (studentId, request) => {
      const query = db('view_records as v')
        .join('members as m', 'm.id', 'v.viewer_id')
        .join('lessons as s', 's.id', 'v.lesson_id')
        .join('lectures as l', 'l.id', 's.lecture_id')
        .where('v.student_id', studentId)
        .select(
          'v.id',
          'v.viewer_id',
          'm.name as viewer_name',
          's.lecture_id',
          'l.title',
          'v.lesson_id',
          'v.kind',
          'v.first_at',
          'v.last_at',
        );
      return pageById<ViewRow, ViewRecord>(query, request, 'v.id', 'desc', ({ id }) => id, toViewRecord);
    },
    lessonEnded: async (lessonId) => {
      await writeLast();
      for (const [key, { look }] of known) if (look.lessonId === lessonId) known.delete(key);
    },
    stop: async () => {
      stopTimer();
      await writeLast();
    },
  };
}

const toViewRecord = (row: ViewRow): ViewRecord => ({
  id: row.id,
  viewer: { id: row.viewer_id, name: row.viewer_name },
  lecture: { id: row.lecture_id, title: row.title },
  lessonId: row.lesson_id,
  kind: row.kind,
  firstAt: row.first_at,
  lastAt: row.last_at,
});
