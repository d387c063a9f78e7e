import type { HandlersOf } from '../../http/handlers.js';
import type { SeatService } from './service.js';

export const seatHandlers = (service: SeatService): HandlersOf<'seats'> => ({
  list: async ({ params, query }) => service.list(params.lectureId, query),
  assign: async ({ params, body }) => service.assign(params.lectureId, params.deviceId, body.studentId),
  free: async ({ params }) => {
    await service.free(params.lectureId, params.deviceId);
    return undefined;
  },
  import: async ({ params, body }) => ({ results: await service.import(params.lectureId, body.rows, body.dryRun) }),
});
