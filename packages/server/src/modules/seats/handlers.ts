import type { HandlersOf } from '../../http/handlers.js';
import type { SeatService } from './service.js';

export const seatHandlers = (service: SeatService): HandlersOf<'seats'> => ({
  list: async ({ params, query }) => service.list(params.lectureId, query),
  assign: async ({ params, body }, { actor }) =>
    service.assign(params.lectureId, params.deviceId, body.studentId, actor),
  free: async ({ params }, { actor }) => {
    await service.free(params.lectureId, params.deviceId, actor);
    return undefined;
  },
  import: async ({ params, body }, { actor }) => ({
    results: await service.import(params.lectureId, body.rows, body.dryRun, actor),
  }),
});
