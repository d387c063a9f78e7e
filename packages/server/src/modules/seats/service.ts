import type { Seat, SeatRow, SeatRowOutcome } from '@didacto/sdk/contract';
import type { Database, Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { PageRequest } from '../../platform/page.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { deviceStore } from '../devices/store.js';
import { enrollmentStore } from '../enrollments/store.js';
import { planSeats, type SeatFacts } from './plan.js';
import { seatStore } from './store.js';

export interface SeatService {
  list(lectureId: string, request: PageRequest): ReturnType<ReturnType<typeof seatStore>['page']>;
  /** @throws Problem not_found (the device), not_on_roster */
  assign(lectureId: string, deviceId: string, studentId: string, by: Actor): Promise<Seat>;
  free(lectureId: string, deviceId: string, by: Actor): Promise<void>;
  /** Assigns the good rows, or with `dryRun` none; every row gets its outcome. */
  import(lectureId: string, rows: readonly SeatRow[], dryRun: boolean, by: Actor): Promise<SeatRowOutcome[]>;
}

interface Dependencies {
  readonly db: Database;
  readonly audit: AuditTrail;
  readonly effects: LiveEffects;
}

interface Assignment {
  readonly deviceId: string;
  readonly studentId: string;
}

export function seatService({ db, audit, effects }: Dependencies): SeatService {
  const assign = async (tx: Queries, lectureId: string, seats: readonly Assignment[], by: Actor): Promise<void> => {
    await seatStore(tx).assign(lectureId, seats);
    await audit.append(
      tx,
      seats.map(({ deviceId, studentId }) => ({
        action: 'seat.assigned' as const,
        by,
        subjects: [lectureId, deviceId, studentId],
      })),
    );
  };
  return {
    list: (lectureId, request) => seatStore(db).page(lectureId, request),
    assign: async (lectureId, deviceId, studentId, by) => {
      const seat = await db.transaction(async (tx) => {
        if (!(await deviceStore(tx).byId(deviceId)))
          throw new Problem('not_found', { detail: `There is no device ${deviceId}` });
        const place = await enrollmentStore(tx).placeOf(lectureId, studentId);
        if (place?.status !== 'accepted') throw new Problem('not_on_roster');
        await assign(tx, lectureId, [{ deviceId, studentId }], by);
        return seatStore(tx).ofDevice(lectureId, deviceId);
      });
      if (!seat) throw new Error(`Seat of ${deviceId} in ${lectureId} is gone inside its own transaction`);
      await effects.rosterChanged(lectureId);
      return seat;
    },
    free: async (lectureId, deviceId, by) => {
      await db.transaction(async (tx) => {
        if ((await seatStore(tx).free(lectureId, deviceId)) === 0) throw new Problem('not_found');
        await audit.append(tx, [{ action: 'seat.freed', by, subjects: [lectureId, deviceId] }]);
      });
      await effects.rosterChanged(lectureId);
    },
    import: async (lectureId, rows, dryRun, by) => {
      const outcomes = await db.transaction(async (tx) => {
        const plan = planSeats(rows, await readFacts(tx, lectureId));
        if (!dryRun) await assign(tx, lectureId, plan.assignments, by);
        return plan.outcomes;
      });
      if (!dryRun) await effects.rosterChanged(lectureId);
      return outcomes;
    },
  };
}

async function readFacts(tx: Queries, lectureId: string): Promise<SeatFacts> {
  const devices: { id: string; name: string; lab: string }[] = await tx('devices as d')
    .join('labs as l', 'l.id', 'd.lab_id')
    .select('d.id', 'd.name', 'l.name as lab');
  const students: { id: string; email: string; status: string | null }[] = await tx('members as m')
    .leftJoin('enrollments as e', (on) =>
      on.on('e.member_id', 'm.id').andOnVal('e.lecture_id', lectureId).andOnVal('e.status', 'accepted'),
    )
    .whereNull('m.withdrawn_at')
    .where({ role: 'student' })
    .select('m.id', 'm.email', 'e.status');
  const seats: { device_id: string; student_id: string }[] = await tx('seats').where({ lecture_id: lectureId });
  return {
    devices,
    students: students.map(({ id, email, status }) => ({ id, email, onRoster: status !== null })),
    seats: new Map(seats.map(({ device_id, student_id }) => [device_id, student_id])),
  };
}
