import type { HandlersOf } from '../../http/handlers.js';
import type { LabService } from './service.js';

export const labHandlers = (service: LabService): HandlersOf<'labs'> => ({
  create: async ({ body }) => service.create(body.name),
  list: async ({ query }) => service.list(query),
  get: async ({ params }) => service.get(params.labId),
  update: async ({ params, body }) => service.rename(params.labId, body.name),
  delete: async ({ params }) => {
    await service.delete(params.labId);
    return undefined;
  },
});
