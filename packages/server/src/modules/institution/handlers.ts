import type { HandlersOf } from '../../http/handlers.js';
import type { InstitutionService } from './service.js';

export const institutionHandlers = (service: InstitutionService): HandlersOf<'institution'> => ({
  get: async () => service.get(),
  update: async ({ body }, { actor }) => service.update(body, actor),
});
