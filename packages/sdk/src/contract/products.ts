import * as z from 'zod';
import { LectureId, PageQuery, ProductId, page, Time, Title } from './common.js';
import { Won } from './payment-words.js';
import { route } from './route.js';

export const ProductKind = z.enum(['premium', 'tuition', 'goods']).meta({ id: 'ProductKind' });
export const ProductState = z.enum(['on_sale', 'withdrawn']).meta({ id: 'ProductState' });

export const Product = z
  .object({
    id: ProductId,
    kind: ProductKind,
    name: z.string(),
    /** With VAT. */
    price: Won,
    /** The part of the price that is free of VAT. */
    taxFree: Won,
    /** How many are left; null: as many as are asked for. */
    stock: z.number().int().nullable(),
    /** The lecture whose place it is, of tuition. */
    lectureId: LectureId.nullable(),
    /** How long it lasts, of premium. */
    premiumDays: z.number().int().nullable(),
    state: ProductState,
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Product', description: 'What is sold: a premium period, the place in a lecture, or goods' });
export type Product = z.infer<typeof Product>;

const Price = Won.refine((won) => won > 0, 'must be above 0');
const Stock = z.number().int().min(0).max(1_000_000).nullable();
const params = z.object({ productId: ProductId });
const sellers = ['admin', 'finance'] as const;

export const products = {
  /** What is on sale, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/products',
    summary: 'List products',
    access: ['member'],
    query: PageQuery.extend({
      limit: z.coerce.number<number | string>().int().min(1).max(100).default(5),
      kind: ProductKind.optional(),
    }),
    response: page(Product),
    paginated: true,
  }),
  get: route({
    method: 'GET',
    path: '/v1/products/:productId',
    summary: 'Get a product',
    access: ['member'],
    params,
    response: Product,
  }),
  /** Puts a product on sale. Tuition names its lecture, premium its days; goods and tuition may be limited in number. */
  create: route({
    method: 'POST',
    path: '/v1/products',
    summary: 'Create a product',
    access: sellers,
    body: z.object({
      kind: ProductKind,
      name: Title,
      price: Price,
      taxFree: Won.default(0),
      stock: Stock.default(null),
      lectureId: LectureId.optional(),
      premiumDays: z.number().int().min(1).max(3_660).optional(),
    }),
    response: Product,
    status: 201,
    errors: ['lecture_closed'],
  }),
  /** Changes what later orders pay; orders keep the price of their time. */
  update: route({
    method: 'PATCH',
    path: '/v1/products/:productId',
    summary: 'Update a product',
    access: sellers,
    params,
    body: z.object({
      name: Title.optional(),
      price: Price.optional(),
      taxFree: Won.optional(),
      stock: Stock.optional(),
    }),
    response: Product,
    errors: ['product_not_on_sale'],
  }),
  /** Takes a product off sale; it stays on record with the orders that have it. */
  withdraw: route({
    method: 'POST',
    path: '/v1/products/:productId/withdraw',
    summary: 'Withdraw a product from sale',
    access: sellers,
    params,
    response: Product,
    errors: ['product_not_on_sale'],
  }),
} as const;
