import * as z from 'zod';
import { DeviceId, LabId, LectureId, MemberId, PageQuery, Person, page } from './common.js';
import { assisting } from './lecture-access.js';
import { route } from './route.js';

export const Seat = z
  .object({ device: z.object({ id: DeviceId, name: z.string(), labId: LabId }), student: Person })
  .meta({ id: 'Seat', description: 'A device bound to a student, for one lecture' });
export type Seat = z.infer<typeof Seat>;

/** One line of a CSV: the device by id or by `lab/name`, the student by id or e-mail. */
export const SeatRow = z
  .object({ line: z.int().min(1), device: z.string().min(1).max(200), student: z.string().min(1).max(254) })
  .meta({ id: 'SeatRow' });
export type SeatRow = z.infer<typeof SeatRow>;

export const SeatRowOutcome = z
  .object({
    line: z.int(),
    outcome: z.enum([
      'created',
      'moved',
      'unchanged',
      'device_unknown',
      'device_ambiguous',
      'student_unknown',
      'not_on_roster',
      'device_twice',
      'student_twice',
    ]),
  })
  .meta({ id: 'SeatRowOutcome' });
export type SeatRowOutcome = z.infer<typeof SeatRowOutcome>;

const ofLecture = z.object({ lectureId: LectureId });
const seat = ofLecture.extend({ deviceId: DeviceId });

export const seats = {
  list: route({
    method: 'GET',
    path: '/v1/lectures/:lectureId/seats',
    summary: 'List seats',
    access: assisting,
    params: ofLecture,
    query: PageQuery,
    response: page(Seat),
    paginated: true,
  }),
  /** Seats a rostered student at a device; who sat there, or where they sat, is let go. */
  assign: route({
    method: 'PUT',
    path: '/v1/lectures/:lectureId/seats/:deviceId',
    summary: 'Assign a seat',
    access: assisting,
    params: seat,
    body: z.object({ studentId: MemberId }),
    response: Seat,
    errors: ['not_on_roster'],
  }),
  /** Frees a device. */
  free: route({
    method: 'DELETE',
    path: '/v1/lectures/:lectureId/seats/:deviceId',
    summary: 'Free a seat',
    access: assisting,
    params: seat,
  }),
  /** Assigns many at once, all good rows or, with `dryRun`, none; each row has its outcome. Safe to repeat. */
  import: route({
    method: 'POST',
    path: '/v1/lectures/:lectureId/seats/import',
    summary: 'Import seats',
    access: assisting,
    params: ofLecture,
    body: z.object({ rows: z.array(SeatRow).min(1).max(2000), dryRun: z.boolean().default(false) }),
    response: z.object({ results: z.array(SeatRowOutcome) }),
    repeatable: true,
  }),
} as const;
