import type { HandlersOf } from '../../http/handlers.js';
import type { ProductService } from './service.js';

export const productHandlers = (service: ProductService): HandlersOf<'products'> => ({
  list: async ({ query }) => service.list(query),
  get: async ({ params }) => service.get(params.productId),
  create: async ({ body }, { actor }) => service.create(body, actor),
  update: async ({ params, body }, { actor }) => service.update(params.productId, body, actor),
  withdraw: async ({ params }, { actor }) => service.withdraw(params.productId, actor),
});
