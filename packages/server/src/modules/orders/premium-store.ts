import type { Grade } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { memberStore } from '../members/store.js';

/** Premium periods that were bought. A member with none that runs is of the free grade again when the last one ends. */
export const premiumStore = (db: Queries) => {
  const running = (memberId: string, at: string) =>
    db('premium_periods').where({ member_id: memberId }).whereNull('ended_at').where('until_at', '>', at);
  const setGrade = async (memberId: string, grade: Grade): Promise<void> => {
    await memberStore(db).update(memberId, { grade });
  };
  return {
    setGrade,
    insert: async (row: { id: string; memberId: string; lineId: string; from: string; until: string }) => {
      await db('premium_periods')
        .insert({
          id: row.id,
          member_id: row.memberId,
          order_line_id: row.lineId,
          from_at: row.from,
          until_at: row.until,
        })
        // A deposit that was taken back and made again gives the period again.
        .onConflict('order_line_id')
        .merge({ from_at: row.from, until_at: row.until, ended_at: null });
    },
    /** When the last period that was not ended early is over. */
    lastUntil: async (memberId: string): Promise<string | undefined> => {
      const row: { until?: string | null } | undefined = await db('premium_periods')
        .where({ member_id: memberId })
        .whereNull('ended_at')
        .max({ until: 'until_at' })
        .first();
      return row?.until ?? undefined;
    },
    ofLine: async (lineId: string): Promise<{ from: string; until: string; endedAt: string | null } | undefined> => {
      const row: { from_at: string; until_at: string; ended_at: string | null } | undefined = await db(
        'premium_periods',
      )
        .where({ order_line_id: lineId })
        .first();
      return row && { from: row.from_at, until: row.until_at, endedAt: row.ended_at };
    },
    /** Ends the period of a line early. */
    end: async (lineId: string, at: string): Promise<void> => {
      const row: { member_id: string } | undefined = await db('premium_periods')
        .where({ order_line_id: lineId })
        .first();
      if (row === undefined) return;
      await db('premium_periods').where({ order_line_id: lineId }).whereNull('ended_at').update({ ended_at: at });
      if ((await running(row.member_id, at).first('id')) === undefined) await setGrade(row.member_id, 'free');
    },
    /** Closes the periods whose time is over, and gives the members who are of the free grade again by that. */
    closeOver: async (at: string): Promise<string[]> => {
      const over: { id: string; member_id: string; until_at: string }[] = await db('premium_periods')
        .whereNull('ended_at')
        .where('until_at', '<=', at)
        .orderBy('id');
      const downgraded: string[] = [];
      for (const { id, member_id, until_at } of over) {
        await db('premium_periods').where({ id }).update({ ended_at: until_at });
        if ((await running(member_id, at).first('id')) !== undefined) continue;
        await setGrade(member_id, 'free');
        downgraded.push(member_id);
      }
      return [...new Set(downgraded)];
    },
  };
};
