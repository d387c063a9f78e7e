import type { Knex } from 'knex';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';

export type OrderState = 'open' | 'paid' | 'partially_refunded' | 'refunded' | 'cancelled' | 'expired';

/** One checkout of one buyer. */
export interface OrderRecord {
  readonly id: string;
  readonly buyer: { readonly id: string; readonly name: string };
  readonly state: OrderState;
  readonly total: number;
  readonly taxFree: number;
  readonly expiresAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What is bought, for whom, at the price of the time. */
export interface OrderLineRecord {
  readonly id: string;
  readonly orderId: string;
  readonly productId: string;
  readonly kind: 'premium' | 'tuition' | 'goods';
  readonly name: string;
  readonly student: { readonly id: string; readonly name: string } | null;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly amount: number;
  readonly taxFree: number;
  readonly lectureId: string | null;
  readonly premiumDays: number | null;
  /** Whose earnings: a member's id, or `institution`. */
  readonly owner: string;
  /** How much of the product's stock it holds. */
  readonly reserved: number;
  readonly grantedAt: string | null;
  readonly revokedAt: string | null;
  readonly refunded: number;
  readonly refundedTaxFree: number;
}

interface OrderRow {
  id: string;
  buyer_id: string;
  buyer_name: string;
  state: OrderState;
  total: number | string;
  tax_free: number | string;
  expires_at: string;
  created_at: string;
  updated_at: string;
}

interface LineRow {
  id: string;
  order_id: string;
  product_id: string;
  kind: OrderLineRecord['kind'];
  name: string;
  student_id: string | null;
  student_name: string | null;
  quantity: number;
  unit_price: number | string;
  amount: number | string;
  tax_free: number | string;
  lecture_id: string | null;
  premium_days: number | null;
  owner: string;
  reserved: number;
  granted_at: string | null;
  revoked_at: string | null;
  refunded: number | string;
  refunded_tax_free: number | string;
}

export interface OrderFilter extends PageRequest {
  readonly buyerId?: string | undefined;
  readonly state?: OrderState | undefined;
}

export interface NewOrder extends Pick<OrderRecord, 'id' | 'total' | 'taxFree' | 'expiresAt' | 'createdAt'> {
  readonly buyerId: string;
  readonly idempotencyKey: string | null;
  readonly lines: readonly (Pick<
    OrderLineRecord,
    | 'id'
    | 'productId'
    | 'kind'
    | 'name'
    | 'quantity'
    | 'unitPrice'
    | 'amount'
    | 'taxFree'
    | 'lectureId'
    | 'premiumDays'
    | 'owner'
    | 'reserved'
  > & { readonly studentId: string | null })[];
}

const toOrder = (row: OrderRow): OrderRecord => ({
  id: row.id,
  buyer: { id: row.buyer_id, name: row.buyer_name },
  state: row.state,
  total: Number(row.total),
  taxFree: Number(row.tax_free),
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toLine = (row: LineRow): OrderLineRecord => ({
  id: row.id,
  orderId: row.order_id,
  productId: row.product_id,
  kind: row.kind,
  name: row.name,
  student: row.student_id === null ? null : { id: row.student_id, name: row.student_name ?? '' },
  quantity: row.quantity,
  unitPrice: Number(row.unit_price),
  amount: Number(row.amount),
  taxFree: Number(row.tax_free),
  lectureId: row.lecture_id,
  premiumDays: row.premium_days,
  owner: row.owner,
  reserved: row.reserved,
  grantedAt: row.granted_at,
  revokedAt: row.revoked_at,
  refunded: Number(row.refunded),
  refundedTaxFree: Number(row.refunded_tax_free),
});

export const orderStore = (db: Queries) => {
  const joined = (): Knex.QueryBuilder =>
    db('orders as o').join('members as m', 'm.id', 'o.buyer_id').select('o.*', 'm.name as buyer_name');
  const one = async (query: Knex.QueryBuilder): Promise<OrderRecord | undefined> => {
    const row: OrderRow | undefined = await query.first();
    return row && toOrder(row);
  };
  const linesOf = async (orderIds: readonly string[]): Promise<OrderLineRecord[]> => {
    const rows: LineRow[] = await db('order_lines as l')
      .leftJoin('members as s', 's.id', 'l.student_id')
      .whereIn('l.order_id', orderIds)
      .orderBy(['l.order_id', 'l.position'])
      .select('l.*', 's.name as student_name');
    return rows.map(toLine);
  };
  return {
    byId: (id: string) => one(joined().where('o.id', id)),
    byIdempotencyKey: (key: string) => one(joined().where('o.idempotency_key', key)),
    linesOf: (orderId: string) => linesOf([orderId]),
    linesOfAll: linesOf,
    insert: async (order: NewOrder): Promise<void> => {
      await db('orders').insert({
        id: order.id,
        buyer_id: order.buyerId,
        state: 'open',
        total: order.total,
        tax_free: order.taxFree,
        idempotency_key: order.idempotencyKey,
        expires_at: order.expiresAt,
        created_at: order.createdAt,
        updated_at: order.createdAt,
      });
      await db('order_lines').insert(
        order.lines.map((line, position) => ({
          id: line.id,
          order_id: order.id,
          position,
          product_id: line.productId,
          kind: line.kind,
          name: line.name,
          student_id: line.studentId,
          quantity: line.quantity,
          unit_price: line.unitPrice,
          amount: line.amount,
          tax_free: line.taxFree,
          lecture_id: line.lectureId,
          premium_days: line.premiumDays,
          owner: line.owner,
          reserved: line.reserved,
        })),
      );
    },
    /** Moves an order that is still in one of these states. */
    move: async (id: string, from: readonly OrderState[], to: OrderState, at: string): Promise<boolean> =>
      (await db('orders').where({ id }).whereIn('state', from).update({ state: to, updated_at: at })) === 1,
    /** Keeps an order open, with what it holds, until then. */
    extend: async (id: string, expiresAt: string, at: string): Promise<void> => {
      await db('orders').where({ id, state: 'open' }).update({ expires_at: expiresAt, updated_at: at });
    },
    updateLine: async (
      id: string,
      change: Partial<Pick<OrderLineRecord, 'reserved' | 'grantedAt' | 'revokedAt' | 'refunded' | 'refundedTaxFree'>>,
    ): Promise<void> => {
      await db('order_lines')
        .where({ id })
        .update({
          ...(change.reserved !== undefined && { reserved: change.reserved }),
          ...(change.grantedAt !== undefined && { granted_at: change.grantedAt }),
          ...(change.revokedAt !== undefined && { revoked_at: change.revokedAt }),
          ...(change.refunded !== undefined && { refunded: change.refunded }),
          ...(change.refundedTaxFree !== undefined && { refunded_tax_free: change.refundedTaxFree }),
        });
    },
    /** Open orders whose time is over and that no payment holds, the longest over first. */
    overdue: async (at: string, most: number): Promise<string[]> => {
      const held = db('payments').whereRaw('payments.order_id = orders.id').where({ surplus: 0 });
      const rows: { id: string }[] = await db('orders')
        .where({ state: 'open' })
        .where('expires_at', '<=', at)
        .whereNotExists(held.whereNotIn('state', ['declined', 'expired']))
        .orderBy(['expires_at', 'id'])
        .limit(most)
        .select('id');
      return rows.map(({ id }) => id);
    },
    page: ({ buyerId, state, ...request }: OrderFilter) => {
      const query = joined();
      if (buyerId !== undefined) query.where('o.buyer_id', buyerId);
      if (state !== undefined) query.where('o.state', state);
      return pageById<OrderRow, OrderRecord>(query, request, 'o.id', 'desc', ({ id }) => id, toOrder);
    },
  };
};
