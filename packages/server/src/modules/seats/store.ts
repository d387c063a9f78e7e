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

export interface Assigned {
  readonly deviceId: string;
  readonly studentId: string;
}

// A statement takes only so many values.
const groupSize = 200;
const inGroups = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / groupSize) }, (_, n) =>
    items.slice(n * groupSize, (n + 1) * groupSize),
  );

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
    /** Lets go of whoever sat there and of where the students sat, then seats them. No device and no student twice. */
    assign: async (lectureId: string, seats: readonly Assigned[]): Promise<void> => {
      const groups = inGroups(seats);
      for (const group of groups) {
        const devices = group.map(({ deviceId }) => deviceId);
        const students = group.map(({ studentId }) => studentId);
        await db('seats')
          .where({ lecture_id: lectureId })
          .where((either) => either.whereIn('device_id', devices).orWhereIn('student_id', students))
          .delete();
      }
      for (const group of groups) {
        const rows = group.map(({ deviceId, studentId }) => ({ device_id: deviceId, student_id: studentId }));
        await db('seats').insert(rows.map((row) => ({ ...row, lecture_id: lectureId })));
      }
    },
    free: (lectureId: string, deviceId: string): Promise<number> =>
      db('seats').where({ lecture_id: lectureId, device_id: deviceId }).delete(),
    freeStudent: (lectureId: string, studentId: string): Promise<number> =>
      db('seats').where({ lecture_id: lectureId, student_id: studentId }).delete(),
    freeAllOf: (studentId: string): Promise<number> => db('seats').where({ student_id: studentId }).delete(),
  };
};
