import type { Consent } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { defaultConsent } from './consent.js';

export interface ConsentRow {
  screen: number;
  voice: number;
  camera: number;
}

export const toConsent = ({ screen, voice, camera }: ConsentRow): Consent => ({
  screen: screen === 1,
  voice: voice === 1,
  camera: camera === 1,
});

export const consentStore = (db: Queries) => ({
  of: async (lessonId: string, studentId: string): Promise<Consent> => {
    const row: ConsentRow | undefined = await db('room_consents')
      .where({ lesson_id: lessonId, student_id: studentId })
      .first('screen', 'voice', 'camera');
    return row ? toConsent(row) : defaultConsent;
  },
  /** What a student said in any lesson. */
  ofStudent: async (studentId: string): Promise<(Consent & { lessonId: string; at: string })[]> => {
    const rows: (ConsentRow & { lesson_id: string; updated_at: string })[] = await db('room_consents')
      .where({ student_id: studentId })
      .orderBy('lesson_id');
    return rows.map((row) => ({ ...toConsent(row), lessonId: row.lesson_id, at: row.updated_at }));
  },
  write: async (lessonId: string, studentId: string, { screen, voice, camera }: Consent, at: string): Promise<void> => {
    const row = { screen: Number(screen), voice: Number(voice), camera: Number(camera), updated_at: at };
    await db('room_consents')
      .insert({ lesson_id: lessonId, student_id: studentId, ...row })
      .onConflict(['lesson_id', 'student_id'])
      .merge(row);
  },
});
