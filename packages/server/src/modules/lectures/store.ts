import type { Lecture } from '@didacto/sdk/contract';
import type { Knex } from 'knex';
import type { Queries } from '../../platform/database.js';
import { containing, type PageRequest, pageById } from '../../platform/page.js';

/** How many lectures the free grade may have open; each holds a numbered slot that the database keeps unique. */
export const freeLectures = 3;

interface LectureRow {
  id: string;
  title: string;
  state: Lecture['state'];
  owner_id: string;
  owner_name: string;
  active: number;
  created_at: string;
  updated_at: string;
}

export interface LectureFilter extends PageRequest {
  readonly keyword?: string | undefined;
  readonly state?: Lecture['state'] | undefined;
  /** Lectures this member owns, helps in or is on the roster of. */
  readonly of?: string | undefined;
}

const toLecture = (row: LectureRow): Lecture => ({
  id: row.id,
  title: row.title,
  state: row.state,
  owner: { id: row.owner_id, name: row.owner_name },
  lessonActive: row.active > 0,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

export const lectureStore = (db: Queries) => {
  const lectures = (): Knex.QueryBuilder => {
    const active = db('lessons')
      .count('*')
      .whereRaw('lessons.lecture_id = l.id')
      .where({ state: 'active' })
      .as('active');
    return db('lectures as l')
      .join('members as m', 'm.id', 'l.owner_id')
      .whereNull('l.deleted_at')
      .select(
        'l.id',
        'l.title',
        'l.state',
        'l.owner_id',
        'm.name as owner_name',
        'l.created_at',
        'l.updated_at',
        active,
      );
  };
  return {
    byId: async (id: string): Promise<Lecture | undefined> => {
      const row: LectureRow | undefined = await lectures().where('l.id', id).first();
      return row && toLecture(row);
    },
    page: ({ keyword, state, of, ...request }: LectureFilter) => {
      const query = lectures();
      for (const word of folded(keyword ?? '')
        .split(/\s+/)
        .filter((part) => part !== '')) {
        query.whereRaw("l.title_folded like ? escape '\\'", [containing(word)]);
      }
      if (state !== undefined) query.where('l.state', state);
      if (of !== undefined) {
        const joined = db('enrollments').where({ member_id: of, status: 'accepted' }).select('lecture_id');
        const helped = db('lecture_staff').where({ member_id: of }).select('lecture_id');
        query.where((either) => either.where('l.owner_id', of).orWhereIn('l.id', joined).orWhereIn('l.id', helped));
      }
      return pageById<LectureRow, Lecture>(query, request, 'l.id', 'desc', ({ id }) => id, toLecture);
    },
    insert: async (row: {
      id: string;
      title: string;
      ownerId: string;
      slot: number | null;
      at: string;
    }): Promise<void> => {
      await db('lectures').insert({
        id: row.id,
        title: row.title,
        title_folded: folded(row.title),
        state: 'open',
        owner_id: row.ownerId,
        slot: row.slot,
        created_at: row.at,
        updated_at: row.at,
      });
    },
    rename: async (id: string, title: string, at: string): Promise<boolean> =>
      (await db('lectures')
        .where({ id })
        .whereNull('deleted_at')
        .update({ title, title_folded: folded(title), updated_at: at })) === 1,
    close: async (id: string, at: string): Promise<boolean> =>
      (await db('lectures')
        .where({ id, state: 'open' })
        .whereNull('deleted_at')
        .update({ state: 'closed', slot: null, updated_at: at })) === 1,
    reopen: async (id: string, slot: number | null, at: string): Promise<boolean> =>
      (await db('lectures')
        .where({ id, state: 'closed' })
        .whereNull('deleted_at')
        .update({ state: 'open', slot, updated_at: at })) === 1,
    delete: async (id: string, at: string): Promise<boolean> =>
      (await db('lectures')
        .where({ id })
        .whereNull('deleted_at')
        .update({ deleted_at: at, slot: null, updated_at: at })) === 1,
    closeAllOf: async (ownerId: string, at: string): Promise<void> => {
      await db('lectures')
        .where({ owner_id: ownerId, state: 'open' })
        .update({ state: 'closed', slot: null, updated_at: at });
    },
    /** Open lectures of an owner, and the slots they hold. */
    openSlots: async (ownerId: string): Promise<(number | null)[]> => {
      const rows: { slot: number | null }[] = await db('lectures')
        .where({ owner_id: ownerId, state: 'open' })
        .whereNull('deleted_at')
        .select('slot');
      return rows.map(({ slot }) => slot);
    },
    ownsActiveLesson: async (ownerId: string): Promise<boolean> =>
      (await db('lessons as s')
        .join('lectures as l', 'l.id', 's.lecture_id')
        .where({ 'l.owner_id': ownerId, 's.state': 'active' })
        .first('s.id')) !== undefined,
  };
};
