import type { Seat } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';

interface SeatRow {
  device_id: string;
  device_name: string;
  lab_id: string;
  student_id: string;
  student_name: string;
}

const toSeat = (row: SeatRow): Seat => ({
  device: { id: row.device_id, name: row.device_name, labId: row.lab_id },
  student: { id: row.student_id, name: row.student_name },
});

export const seatStore = (db: Queries) => {
  const joined = (lectureId: string) =>
    db('seats as s')
      .join('devices as d', 'd.id', 's.device_id')
      .join('members as m', 'm.id', 's.student_id')
      .where('s.lecture_id', lectureId)
      .select('s.device_id', 'd.name as device_name', 'd.lab_id', 's.student_id', 'm.name as student_name');
  return {
    page: (lectureId: string, request: PageRequest) =>
      pageById<SeatRow, Seat>(joined(lectureId), request, 's.device_id', 'asc', ({ device }) => device.id, toSeat),
    ofDevice: async (lectureId: string, deviceId: string): Promise<Seat | undefined> => {
      const row: SeatRow | undefined = await joined(lectureId).where('s.device_id', deviceId).first();
      return row && toSeat(row);
    },
    /** Lets go of whoever sat there and of where the student sat, then seats them. */
    assign: async (lectureId: string, deviceId: string, studentId: string): Promise<void> => {
      await db('seats')
        .where({ lecture_id: lectureId })
        .where((either) => either.where({ device_id: deviceId }).orWhere({ student_id: studentId }))
        .delete();
      await db('seats').insert({ lecture_id: lectureId, device_id: deviceId, student_id: studentId });
    },
    free: (lectureId: string, deviceId: string): Promise<number> =>
      db('seats').where({ lecture_id: lectureId, device_id: deviceId }).delete(),
    freeStudent: (lectureId: string, studentId: string): Promise<number> =>
      db('seats').where({ lecture_id: lectureId, student_id: studentId }).delete(),
    freeAllOf: (studentId: string): Promise<number> => db('seats').where({ student_id: studentId }).delete(),
  };
};
