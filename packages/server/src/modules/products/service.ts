import type { Product } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database, Queries } from '../../platform/database.js';
import type { NewId } from '../../platform/ids.js';
import type { PageRequest } from '../../platform/page.js';
import { invalidField, Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { listCache } from './list-cache.js';
import { type ProductChange, productStore } from './store.js';

export interface NewProduct {
  readonly kind: Product['kind'];
  readonly name: string;
  readonly price: number;
  readonly taxFree: number;
  readonly stock: number | null;
  readonly lectureId?: string | undefined;
  readonly premiumDays?: number | undefined;
}

interface ProductPage {
  readonly data: Product[];
  readonly nextCursor: string | null;
}

export interface ProductService {
  /** @throws Problem validation_failed, lecture_closed */
  create(product: NewProduct, by: Actor): Promise<Product>;
  get(id: string): Promise<Product>;
  /** On sale, newest first; remembered until a product or a stock changes. */
  list(request: PageRequest & { readonly kind?: Product['kind'] | undefined }): Promise<ProductPage>;
  /** @throws Problem not_found, product_not_on_sale, validation_failed */
  update(id: string, change: ProductChange, by: Actor): Promise<Product>;
  /** @throws Problem not_found, product_not_on_sale */
  withdraw(id: string, by: Actor): Promise<Product>;
  /** Stock was taken or given back: the list no longer holds. */
  changed(): void;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: AuditTrail;
}

const premiumIsCounted = (): Problem => invalidField('stock', 'does not go with premium');

export function productService({ db, clock, newId, audit }: Dependencies): ProductService {
  const cache = listCache<ProductPage>();
  const found = async (queries: Queries, id: string): Promise<Product> => {
    const product = await productStore(queries).byId(id);
    if (product === undefined) throw new Problem('not_found');
    return product;
  };

  return {
    create: async (product, by) => {
      mustFitItsKind(product);
      const id = newId('prd');
      await db.transaction(async (tx) => {
        if (product.lectureId !== undefined) await mustBeOpen(tx, product.lectureId);
        await productStore(tx).insert({
          ...{ id, kind: product.kind, name: product.name, price: product.price, taxFree: product.taxFree },
          ...{ stock: product.stock, lectureId: product.lectureId ?? null, premiumDays: product.premiumDays ?? null },
          createdAt: iso(clock.now()),
        });
        await audit.append(tx, [{ action: 'product.created', by, subjects: [id] }]);
      });
      cache.evict();
      return found(db, id);
    },
    get: (id) => found(db, id),
    list: (request) =>
      cache.get(JSON.stringify([request.cursor, request.limit, request.kind]), () => productStore(db).page(request)),
    update: async (id, change, by) => {
      await db.transaction(async (tx) => {
        const before = await found(tx, id);
        if (before.kind === 'premium' && typeof change.stock === 'number') throw premiumIsCounted();
        const taxFree = change.taxFree ?? before.taxFree;
        if (taxFree > (change.price ?? before.price)) throw invalidField('taxFree', 'must not be above the price');
        if (!(await productStore(tx).update(id, change, iso(clock.now())))) throw new Problem('product_not_on_sale');
        await audit.append(tx, [{ action: 'product.updated', by, subjects: [id] }]);
      });
      cache.evict();
      return found(db, id);
    },
    withdraw: async (id, by) => {
      await db.transaction(async (tx) => {
        await found(tx, id);
        if (!(await productStore(tx).withdraw(id, iso(clock.now())))) throw new Problem('product_not_on_sale');
        await audit.append(tx, [{ action: 'product.withdrawn', by, subjects: [id] }]);
      });
      cache.evict();
      return found(db, id);
    },
    changed: cache.evict,
  };
}

function mustFitItsKind({ kind, price, taxFree, lectureId, premiumDays, stock }: NewProduct): void {
  if (taxFree > price) throw invalidField('taxFree', 'must not be above the price');
  if ((kind === 'tuition') !== (lectureId !== undefined))
    throw invalidField('lectureId', kind === 'tuition' ? 'is needed for tuition' : 'goes with tuition only');
  if ((kind === 'premium') !== (premiumDays !== undefined))
    throw invalidField('premiumDays', kind === 'premium' ? 'is needed for premium' : 'goes with premium only');
  if (kind === 'premium' && stock !== null) throw premiumIsCounted();
}

async function mustBeOpen(tx: Queries, lectureId: string): Promise<void> {
  const lecture: { state: string } | undefined = await tx('lectures')
    .where({ id: lectureId })
    .whereNull('deleted_at')
    .first('state');
  if (lecture === undefined) throw invalidField('lectureId', 'is no lecture');
  if (lecture.state !== 'open') throw new Problem('lecture_closed');
}
