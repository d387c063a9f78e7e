import type { HandlersOf } from '../../http/handlers.js';
import type { LabService } from './service.js';

export const labHandlers = (service: LabService): HandlersOf<'labs'> => ({
  create: async ({ body }, { actor }) => service.create(body.name, actor),
  list: async ({ query }) => service.list(query),
  get: async ({ params }) => service.get(params.labId),
  update: async ({ params, body }, { actor }) => service.rename(params.labId, body.name, actor),
  delete: async ({ params }, { actor }) => {
    await service.delete(params.labId, actor);
    return undefined;
  },
});
