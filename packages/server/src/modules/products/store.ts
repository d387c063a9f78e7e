import type { Product } from '@didacto/sdk/contract';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';

interface ProductRow {
  id: string;
  kind: Product['kind'];
  name: string;
  price: number | string;
  tax_free: number | string;
  stock: number | null;
  lecture_id: string | null;
  premium_days: number | null;
  state: Product['state'];
  created_at: string;
  updated_at: string;
}

export type ProductChange = Partial<Pick<Product, 'name' | 'price' | 'taxFree' | 'stock'>>;

const toProduct = (row: ProductRow): Product => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  price: Number(row.price),
  taxFree: Number(row.tax_free),
  stock: row.stock,
  lectureId: row.lecture_id,
  premiumDays: row.premium_days,
  state: row.state,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export const productStore = (db: Queries) => ({
  byId: async (id: string): Promise<Product | undefined> => {
    const row: ProductRow | undefined = await db('products').where({ id }).first();
    return row && toProduct(row);
  },
  insert: async (product: Omit<Product, 'state' | 'updatedAt'>): Promise<void> => {
    await db('products').insert({
      id: product.id,
      kind: product.kind,
      name: product.name,
      price: product.price,
      tax_free: product.taxFree,
      stock: product.stock,
      lecture_id: product.lectureId,
      premium_days: product.premiumDays,
      state: 'on_sale',
      created_at: product.createdAt,
      updated_at: product.createdAt,
    });
  },
  /** Changes a product that is on sale. */
  update: async (id: string, { name, price, taxFree, stock }: ProductChange, at: string): Promise<boolean> =>
    (await db('products')
      .where({ id, state: 'on_sale' })
      .update({
        ...(name !== undefined && { name }),
        ...(price !== undefined && { price }),
        ...(taxFree !== undefined && { tax_free: taxFree }),
        ...(stock !== undefined && { stock }),
        updated_at: at,
      })) === 1,
  withdraw: async (id: string, at: string): Promise<boolean> =>
    (await db('products').where({ id, state: 'on_sale' }).update({ state: 'withdrawn', updated_at: at })) === 1,
  /** Those on sale, newest first. */
  page: ({ kind, ...request }: PageRequest & { readonly kind?: Product['kind'] | undefined }) => {
    const query = db('products').where({ state: 'on_sale' });
    if (kind !== undefined) query.where({ kind });
    return pageById<ProductRow, Product>(query, request, 'id', 'desc', ({ id }) => id, toProduct);
  },
});
