import type { Queries } from '../../platform/database.js';
import { defaultConsent } from '../consents/consent.js';
import { type ConsentRow, toConsent } from '../consents/store.js';
import type { LessonStudent } from './live-lesson.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly device_id: string | null;
  readonly device_name: string | null;
}

/** The roster of a lesson's lecture, with the devices its students sit at and what they allow in this lesson. */
export async function lessonStudents(
  db: Queries,
  { id: lessonId, lectureId }: { readonly id: string; readonly lectureId: string },
): Promise<LessonStudent[]> {
  const rows: (Row & (ConsentRow | { [K in keyof ConsentRow]: null }))[] = await db('enrollments as e')
    .join('members as m', 'm.id', 'e.member_id')
    .leftJoin('seats as s', (on) => on.on('s.lecture_id', 'e.lecture_id').andOn('s.student_id', 'e.member_id'))
    .leftJoin('devices as d', 'd.id', 's.device_id')
    .leftJoin('room_consents as c', (on) => on.on('c.student_id', 'e.member_id').andOnVal('c.lesson_id', lessonId))
    .where({ 'e.lecture_id': lectureId, 'e.status': 'accepted' })
    .orderBy('e.id')
    .select('m.id', 'm.name', 'd.id as device_id', 'd.name as device_name', 'c.screen', 'c.voice', 'c.camera');
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    deviceId: row.device_id,
    deviceName: row.device_name,
    consent: row.screen === null ? defaultConsent : toConsent(row),
  }));
}
