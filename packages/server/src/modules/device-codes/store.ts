import { countOf, type Queries } from '../../platform/database.js';

export interface DeviceCodeRow {
  user_code: string;
  device_digest: string;
  /** What the program calls itself, and where it began. */
  client: string;
  address: string;
  created_at: string;
  expires_at: string;
  /** When the program last asked. */
  asked_at: string | null;
  state: 'waiting' | 'approved' | 'denied';
  /** Who approved it. */
  member_id: string | null;
}

export type Decision = { readonly state: 'approved'; readonly member_id: string } | { readonly state: 'denied' };

export const deviceCodeStore = (db: Queries) => {
  const alive = (now: string) => db<DeviceCodeRow>('device_codes').where('expires_at', '>', now);
  const waiting = (userCode: string, now: string) => alive(now).where({ user_code: userCode, state: 'waiting' });
  return {
    /** False: another program has this user code. */
    insert: async (row: Omit<DeviceCodeRow, 'asked_at' | 'state' | 'member_id'>): Promise<boolean> => {
      const made: unknown[] = await db('device_codes')
        .insert({ ...row, state: 'waiting' })
        .onConflict('user_code')
        .ignore()
        .returning('user_code');
      return made.length === 1;
    },
    deleteExpired: async (now: string): Promise<void> => {
      await db('device_codes').where('expires_at', '<=', now).delete();
    },
    countWaiting: (): Promise<number> => countOf(db('device_codes').where({ state: 'waiting' })),
    waiting: (userCode: string, now: string): Promise<DeviceCodeRow | undefined> => waiting(userCode, now).first(),
    /** Decides what still waits: of two answers to one code, the first counts. */
    decide: async (userCode: string, now: string, decision: Decision): Promise<boolean> =>
      (await waiting(userCode, now).update(decision)) === 1,
    byDigest: (digest: string, now: string): Promise<DeviceCodeRow | undefined> =>
      alive(now).where({ device_digest: digest }).first(),
    /** Notes that the program asks; false: it did since that time. */
    ask: async (digest: string, now: string, since: string): Promise<boolean> =>
      (await alive(now)
        .where({ device_digest: digest })
        .where((rested) => rested.whereNull('asked_at').orWhere('asked_at', '<=', since))
        .update({ asked_at: now })) === 1,
    /** Uses an approved code up: of two callers with one code, one is told so. */
    takeApproved: async (digest: string, now: string): Promise<boolean> =>
      (await alive(now).where({ device_digest: digest, state: 'approved' }).delete()) === 1,
    /** What a member approved and no program has fetched: it must not outlive their sign-ins. */
    deleteApprovedBy: async (memberId: string): Promise<void> => {
      await db('device_codes').where({ member_id: memberId }).delete();
    },
  };
};
