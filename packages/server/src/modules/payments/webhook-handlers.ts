import type { HandlersOf } from '../../http/handlers.js';
import type { Database } from '../../platform/database.js';
import { webhookStore } from './webhook-store.js';

export const webhookHandlers = (db: Database): HandlersOf<'webhooks'> => ({
  list: async ({ query }) => webhookStore(db).page(query),
});
