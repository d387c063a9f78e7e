import type { Queries } from '../../platform/database.js';
import type { LessonStudent } from './live-lesson.js';

/** The roster of a lecture with the devices its students sit at. */
export async function lessonStudents(db: Queries, lectureId: string): Promise<LessonStudent[]> {
  const rows: { id: string; name: string; device_id: string | null; device_name: string | null }[] = await db(
    'enrollments as e',
  )
    .join('members as m', 'm.id', 'e.member_id')
    .leftJoin('seats as s', (on) => on.on('s.lecture_id', 'e.lecture_id').andOn('s.student_id', 'e.member_id'))
    .leftJoin('devices as d', 'd.id', 's.device_id')
    .where({ 'e.lecture_id': lectureId, 'e.status': 'accepted' })
    .orderBy('e.id')
    .select('m.id', 'm.name', 'd.id as device_id', 'd.name as device_name');
  return rows.map(({ id, name, device_id, device_name }) => ({
    id,
    name,
    deviceId: device_id,
    deviceName: device_name,
  }));
}
