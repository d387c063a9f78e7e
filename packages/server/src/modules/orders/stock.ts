import { iso } from '../../platform/clock.js';
import { afterCommit, type Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import { type OrderLineRecord, orderStore } from './store.js';

/** Who remembers what is left of products hears of each change. */
export type StockEffects = Pick<LiveEffects, 'productsChanged'>;

/** How many are left of products, and who holds them: conditional updates in the caller's transaction, never a check in code. */
export function stock(effects: StockEffects) {
  const changed = (tx: Queries): void => afterCommit(tx, effects.productsChanged);

  /** Takes from a product's stock if there is enough; of two buyers of the last one, one wins. */
  const take = async (tx: Queries, productId: string, quantity: number, now: number): Promise<boolean> => {
    const taken = await tx('products')
      .where({ id: productId })
      .where('stock', '>=', quantity)
      .update({ stock: tx.raw('stock - ?', [quantity]), updated_at: iso(now) });
    if (taken === 1) changed(tx);
    return taken === 1;
  };

  const giveBack = async (tx: Queries, productId: string, quantity: number, now: number): Promise<void> => {
    const given = await tx('products')
      .where({ id: productId })
      .whereNotNull('stock')
      .update({ stock: tx.raw('stock + ?', [quantity]), updated_at: iso(now) });
    if (given > 0) changed(tx);
  };

  /** Lets go of what an order's lines hold. */
  const release = async (tx: Queries, lines: readonly OrderLineRecord[], now: number): Promise<void> => {
    for (const line of lines) {
      if (line.reserved === 0) continue;
      await giveBack(tx, line.productId, line.reserved, now);
      await orderStore(tx).updateLine(line.id, { reserved: 0 });
    }
  };

  /** Takes again what the lines of an order held before it expired; false, and nothing is taken, where one is gone. */
  const reserveAgain = async (tx: Queries, lines: readonly OrderLineRecord[], now: number): Promise<boolean> => {
    const taken: OrderLineRecord[] = [];
    for (const line of lines) {
      if (line.reserved > 0 || !(await isCounted(tx, line.productId))) continue;
      if (!(await take(tx, line.productId, line.quantity, now))) {
        for (const back of taken) await giveBack(tx, back.productId, back.quantity, now);
        return false;
      }
      taken.push(line);
    }
    for (const line of taken) await orderStore(tx).updateLine(line.id, { reserved: line.quantity });
    return true;
  };

  return { take, giveBack, release, reserveAgain };
}

/** Whether there is a limited number of a product. */
export async function isCounted(tx: Queries, productId: string): Promise<boolean> {
  const product: { stock: number | null } | undefined = await tx('products').where({ id: productId }).first('stock');
  return product !== undefined && product.stock !== null;
}
