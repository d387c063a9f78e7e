import { iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import type { NewId } from '../../platform/ids.js';
import { enrollmentStore } from '../enrollments/store.js';
import { premiumStore } from './premium-store.js';
import { isCounted, type StockEffects, stock as stockOf } from './stock.js';
import { type OrderLineRecord, type OrderRecord, orderStore } from './store.js';

/** What those who are connected have to hear of once the transaction is committed. */
export interface Granted {
  readonly rosters: readonly string[];
  readonly members: readonly string[];
}

export interface FulfilmentOutcome extends Granted {
  /** Lines whose product can no longer be given: the money for them goes back. */
  readonly notGranted: readonly OrderLineRecord[];
}

interface Dependencies {
  readonly newId: NewId;
  readonly effects: StockEffects;
}

const dayMs = 86_400_000;

/** Gives what was paid for, and takes it back; always in the transaction that books the money. */
export function fulfilment({ newId, effects }: Dependencies) {
  const { giveBack } = stockOf(effects);
  const grantPremium = async (tx: Queries, memberId: string, line: OrderLineRecord, now: number): Promise<void> => {
    const days = (line.premiumDays ?? 0) * line.quantity;
    const store = premiumStore(tx);
    // A period that runs is followed by the new one, so that no paid day is lost.
    const from = Math.max(now, Date.parse((await store.lastUntil(memberId)) ?? iso(0)));
    await store.insert({
      id: newId('prp'),
      memberId,
      lineId: line.id,
      from: iso(from),
      until: iso(from + days * dayMs),
    });
    await store.setGrade(memberId, 'premium');
  };

  const grantTuition = async (tx: Queries, line: OrderLineRecord, now: number): Promise<boolean> => {
    const { lectureId, student } = line;
    if (lectureId === null || student === null) return false;
    const lecture = await tx('lectures').where({ id: lectureId, state: 'open' }).whereNull('deleted_at').first('id');
    const member = await tx('members').where({ id: student.id }).whereNull('withdrawn_at').first('id');
    if (lecture === undefined || member === undefined) return false;
    const enrollments = enrollmentStore(tx);
    const place = await enrollments.placeOf(lectureId, student.id);
    if (place?.status === 'accepted') return false;
    if (place !== undefined) return enrollments.move(place.id, 'waiting', 'accepted', iso(now));
    await enrollments.insertWaiting(newId('enr'), lectureId, student.id, iso(now));
    const made = await enrollments.placeOf(lectureId, student.id);
    return made !== undefined && enrollments.move(made.id, 'waiting', 'accepted', iso(now));
  };

  return {
    /** Gives what the lines are for. A line that cannot be given is among `notGranted`; its stock is let go. */
    grant: async (
      tx: Queries,
      order: OrderRecord,
      lines: readonly OrderLineRecord[],
      now: number,
    ): Promise<FulfilmentOutcome> => {
      const rosters: string[] = [];
      const members: string[] = [];
      const notGranted: OrderLineRecord[] = [];
      for (const line of lines) {
        let given = true;
        if (line.kind === 'premium') await grantPremium(tx, order.buyer.id, line, now);
        if (line.kind === 'tuition') given = await grantTuition(tx, line, now);
        if (given) {
          // What was held is sold now, and no longer anyone's to let go.
          await orderStore(tx).updateLine(line.id, { grantedAt: iso(now), revokedAt: null, reserved: 0 });
          if (line.kind === 'premium') members.push(order.buyer.id);
          if (line.kind === 'tuition' && line.lectureId !== null) rosters.push(line.lectureId);
        } else {
          if (line.reserved > 0) await giveBack(tx, line.productId, line.reserved, now);
          await orderStore(tx).updateLine(line.id, { reserved: 0 });
          notGranted.push(line);
        }
      }
      return { rosters, members, notGranted };
    },

    /** Takes back what a line gave; stock returns to its product, or to the line where it is still to be paid. */
    revoke: async (
      tx: Queries,
      order: OrderRecord,
      line: OrderLineRecord,
      now: number,
      stock: 'returns' | 'stays_held' = 'returns',
    ): Promise<Granted> => {
      if (line.grantedAt === null || line.revokedAt !== null) return { rosters: [], members: [] };
      const held = stock === 'stays_held' && (await isCounted(tx, line.productId)) ? line.quantity : 0;
      await orderStore(tx).updateLine(line.id, { revokedAt: iso(now), reserved: held });
      if (stock === 'returns') await giveBack(tx, line.productId, line.quantity, now);
      if (line.kind === 'premium') {
        await premiumStore(tx).end(line.id, iso(now));
        return { rosters: [], members: [order.buyer.id] };
      }
      if (line.kind === 'tuition' && line.lectureId !== null && line.student !== null) {
        await enrollmentStore(tx).movePlace(line.lectureId, line.student.id, 'removed', iso(now), null);
        return { rosters: [line.lectureId], members: [] };
      }
      return { rosters: [], members: [] };
    },
  };
}

export type Fulfilment = ReturnType<typeof fulfilment>;
