import type { Lesson } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';

interface LessonRow {
  id: string;
  lecture_id: string;
  state: Lesson['state'];
  started_at: string | null;
  ended_at: string | null;
}

const toLesson = (row: LessonRow): Lesson => ({
  id: row.id,
  lectureId: row.lecture_id,
  state: row.state,
  startedAt: row.started_at,
  endedAt: row.ended_at,
});

export const lessonStore = (db: Queries) => ({
  insertActive: async (id: string, lectureId: string, at: string): Promise<void> => {
    await db('lessons').insert({ id, lecture_id: lectureId, state: 'active', started_at: at });
  },
  end: async (id: string, at: string): Promise<boolean> =>
    (await db('lessons').where({ id, state: 'active' }).update({ state: 'ended', ended_at: at })) === 1,
  byId: async (id: string): Promise<Lesson | undefined> => {
    const row: LessonRow | undefined = await db('lessons').where({ id }).first();
    return row && toLesson(row);
  },
  activeOf: async (lectureId: string): Promise<Lesson | undefined> => {
    const row: LessonRow | undefined = await db('lessons').where({ lecture_id: lectureId, state: 'active' }).first();
    return row && toLesson(row);
  },
  allActive: async (): Promise<Lesson[]> => {
    const rows: LessonRow[] = await db('lessons').where({ state: 'active' });
    return rows.map(toLesson);
  },
  page: (lectureId: string, request: PageRequest) =>
    pageById<LessonRow, Lesson>(
      db('lessons').where({ lecture_id: lectureId }).select('*'),
      request,
      'id',
      'desc',
      ({ id }) => id,
      toLesson,
    ),
});
