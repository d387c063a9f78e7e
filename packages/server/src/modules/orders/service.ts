import { Won } from '@didacto/sdk/contract';
import type { Clock } from '../../platform/clock.js';
import { iso } from '../../platform/clock.js';
import { type Database, isUniqueViolation, type Queries } from '../../platform/database.js';
import type { NewId, RandomBytes } from '../../platform/ids.js';
import { invalidField, Problem } from '../../platform/problem.js';
import { sha256 } from '../../platform/sha256.js';
import type { MemberCaller } from '../../policy/caller.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { enrollmentStore } from '../enrollments/store.js';
import { memberStore } from '../members/store.js';
import { type StockEffects, stock as stockOf } from './stock.js';
import { type NewOrder, type OrderFilter, type OrderLineRecord, type OrderRecord, orderStore } from './store.js';

export interface LineAsk {
  readonly productId: string;
  readonly quantity: number;
  /** Whose place it is; by default the buyer's own. */
  readonly studentId?: string | undefined;
}

export interface OrderWithLines {
  readonly order: OrderRecord;
  readonly lines: readonly OrderLineRecord[];
}

export interface OrderService {
  /**
   * Puts an order on record at today's prices, and holds its stock for half an hour.
   * @throws Problem not_found, product_not_on_sale, out_of_stock, student_not_found, already_enrolled, lecture_closed
   */
  create(
    caller: MemberCaller,
    asks: readonly LineAsk[],
    idempotencyKey: string | null,
    by: Actor,
  ): Promise<OrderWithLines>;
  get(orderId: string): Promise<OrderWithLines>;
  list(filter: OrderFilter): Promise<{ data: OrderWithLines[]; nextCursor: string | null }>;
  /** @throws Problem order_not_open, order_already_paid, payment_in_progress */
  cancel(orderId: string, by: Actor): Promise<OrderWithLines>;
  /** A link that lets whoever holds it pay this order, for as long as the order is open. */
  checkout(orderId: string): Promise<{ url: string; expiresAt: string }>;
  /** @throws Problem checkout_invalid */
  byCheckoutCode(orderId: string, code: string): Promise<OrderWithLines>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly newId: NewId;
  readonly audit: AuditTrail;
  readonly publicUrl: () => string;
  /** Gives up the attempt that holds an order, in its transaction. @throws Problem payment_in_progress */
  readonly giveUpPayment: (tx: Queries, orderId: string, now: number) => Promise<void>;
  readonly effects: StockEffects;
}

/** How long an order holds its stock and its prices. */
export const orderLifeMs = 30 * 60_000;

interface ProductRow {
  id: string;
  kind: OrderLineRecord['kind'];
  name: string;
  price: number | string;
  tax_free: number | string;
  stock: number | null;
  lecture_id: string | null;
  premium_days: number | null;
  state: 'on_sale' | 'withdrawn';
}

export function orderService(deps: Dependencies): OrderService {
  const { db, clock, random, newId, audit, publicUrl, giveUpPayment } = deps;
  const stock = stockOf(deps.effects);

  const get = async (orderId: string): Promise<OrderWithLines> => {
    const order = await orderStore(db).byId(orderId);
    if (order === undefined) throw new Problem('not_found');
    return { order, lines: await orderStore(db).linesOf(orderId) };
  };

  /** One line at today's price; what it needs of the product, the student and the lecture is there. */
  const planLine = async (
    tx: Queries,
    caller: MemberCaller,
    ask: LineAsk,
    path: string,
    now: number,
  ): Promise<NewOrder['lines'][number]> => {
    const product: ProductRow | undefined = await tx('products').where({ id: ask.productId }).first();
    if (product === undefined) throw invalidField(`${path}.productId`, 'is no product');
    if (product.state !== 'on_sale') throw new Problem('product_not_on_sale', { detail: product.name });
    if (product.kind !== 'goods' && ask.quantity !== 1)
      throw invalidField(`${path}.quantity`, 'must be 1 for this product');
    const studentId = await studentOf(tx, caller, product, ask, path);
    const owner = await ownerOf(tx, product);
    const isCounted = product.stock !== null;
    if (isCounted && !(await stock.take(tx, product.id, ask.quantity, now)))
      throw new Problem('out_of_stock', { detail: product.name });
    return {
      ...{ id: newId('orl'), productId: product.id, kind: product.kind, name: product.name, studentId, owner },
      ...{ quantity: ask.quantity, unitPrice: Number(product.price), amount: Number(product.price) * ask.quantity },
      ...{ taxFree: Number(product.tax_free) * ask.quantity, lectureId: product.lecture_id },
      ...{ premiumDays: product.premium_days, reserved: isCounted ? ask.quantity : 0 },
    };
  };

  const create: OrderService['create'] = async (caller, asks, idempotencyKey, by) => {
    const id = newId('ord');
    mustDiffer(asks, caller.memberId);
    try {
      const made = await db.transaction(async (tx) => {
        // The same request once more, after a crash on our side: what it took is not missing to itself.
        const before = idempotencyKey === null ? undefined : await orderStore(tx).byIdempotencyKey(idempotencyKey);
        if (before !== undefined) return before.id;
        const now = clock.now();
        const lines: NewOrder['lines'][number][] = [];
        for (const [index, ask] of asks.entries()) lines.push(await planLine(tx, caller, ask, `lines.${index}`, now));
        const sum = (of: (line: NewOrder['lines'][number]) => number) =>
          lines.reduce((total, line) => total + of(line), 0);
        const total = sum(({ amount }) => amount);
        if (!Won.safeParse(total).success) throw invalidField('lines', 'come to more than can be paid at once');
        await orderStore(tx).insert({
          ...{ id, buyerId: caller.memberId, idempotencyKey, lines },
          ...{ total, taxFree: sum(({ taxFree }) => taxFree) },
          ...{ createdAt: iso(now), expiresAt: iso(now + orderLifeMs) },
        });
        await audit.append(tx, [{ action: 'order.created', by, subjects: [id, caller.memberId] }]);
        return id;
      });
      return get(made);
    } catch (error) {
      // Twice at the same moment: the other one made it.
      const made =
        isUniqueViolation(error) && idempotencyKey !== null
          ? await orderStore(db).byIdempotencyKey(idempotencyKey)
          : undefined;
      if (made === undefined) throw error;
      return get(made.id);
    }
  };

  const cancel: OrderService['cancel'] = async (orderId, by) => {
    await db.transaction(async (tx) => {
      const now = clock.now();
      const order = await orderStore(tx).byId(orderId);
      if (order === undefined) throw new Problem('not_found');
      if (order.state === 'cancelled') return;
      if (order.state !== 'open')
        throw new Problem(order.state === 'expired' ? 'order_not_open' : 'order_already_paid');
      await giveUpPayment(tx, orderId, now);
      if (!(await orderStore(tx).move(orderId, ['open'], 'cancelled', iso(now)))) throw new Problem('order_not_open');
      await stock.release(tx, await orderStore(tx).linesOf(orderId), now);
      await audit.append(tx, [{ action: 'order.cancelled', by, subjects: [orderId] }]);
    });
    return get(orderId);
  };

  return {
    create,
    get,
    cancel,
    list: async (filter) => {
      const { data, nextCursor } = await orderStore(db).page(filter);
      const lines = await orderStore(db).linesOfAll(data.map(({ id }) => id));
      return {
        data: data.map((order) => ({ order, lines: lines.filter(({ orderId }) => orderId === order.id) })),
        nextCursor,
      };
    },
    checkout: async (orderId) => {
      const { order } = await get(orderId);
      if (order.state !== 'open') throw new Problem('order_not_open');
      const code = random(24).toString('base64url');
      await db('checkout_codes').insert({ code_digest: sha256(code), order_id: orderId, expires_at: order.expiresAt });
      // In the fragment: no server, log or referrer sees it.
      return { url: new URL(`/checkout/${orderId}#code=${code}`, publicUrl()).href, expiresAt: order.expiresAt };
    },
    byCheckoutCode: async (orderId, code) => {
      const known = await db('checkout_codes')
        .where({ code_digest: sha256(code), order_id: orderId })
        .first('order_id');
      if (known === undefined) throw new Problem('checkout_invalid');
      return get(orderId);
    },
  };
}

/** One student cannot get the same tuition twice in one order. */
function mustDiffer(asks: readonly LineAsk[], buyerId: string): void {
  const seen = new Set<string>();
  for (const [index, { productId, studentId = buyerId }] of asks.entries()) {
    const key = `${productId} ${studentId}`;
    if (seen.has(key)) throw invalidField(`lines.${index}`, 'is there twice; use quantity');
    seen.add(key);
  }
}

/** Whose place is bought. @throws Problem student_not_found, already_enrolled, lecture_closed, not for sale to this member */
async function studentOf(
  tx: Queries,
  caller: MemberCaller,
  product: ProductRow,
  ask: LineAsk,
  path: string,
): Promise<string | null> {
  if (product.kind === 'premium') {
    if (ask.studentId !== undefined)
      throw invalidField(`${path}.studentId`, 'does not go with premium, which is the buyer’s own');
    if (caller.role !== 'instructor') throw invalidField(`${path}.productId`, 'premium is for instructors');
    return null;
  }
  const studentId = ask.studentId ?? (product.kind === 'tuition' ? caller.memberId : undefined);
  if (studentId === undefined) return null;
  const student = await memberStore(tx).byId(studentId);
  if (student?.role !== 'student' || student.suspended_at !== null)
    throw new Problem('student_not_found', {
      detail: `${path}.studentId`,
      fields: [{ path: `${path}.studentId`, message: 'is no student' }],
    });
  if (product.kind === 'tuition' && product.lecture_id !== null) {
    const lecture = await tx('lectures')
      .where({ id: product.lecture_id, state: 'open' })
      .whereNull('deleted_at')
      .first('id');
    if (lecture === undefined) throw new Problem('lecture_closed');
    const place = await enrollmentStore(tx).placeOf(product.lecture_id, studentId);
    if (place?.status === 'accepted') throw new Problem('already_enrolled', { detail: `${path}.studentId` });
  }
  return studentId;
}

/** Whose earnings a product makes: tuition is the lecture's owner's, the rest the institution's. */
async function ownerOf(tx: Queries, { kind, lecture_id }: ProductRow): Promise<string> {
  if (kind !== 'tuition' || lecture_id === null) return 'institution';
  const lecture: { owner_id: string } | undefined = await tx('lectures').where({ id: lecture_id }).first('owner_id');
  if (lecture === undefined) throw new Problem('lecture_closed');
  return lecture.owner_id;
}
