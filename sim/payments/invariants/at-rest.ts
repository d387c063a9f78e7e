import { ledgerService } from '../../../packages/server/src/modules/ledger/service.js';
import { iso } from '../../../packages/server/src/platform/clock.js';
import type { World } from '../world.js';
import {
  i19GradeFollowsPeriods,
  i19GrantedIsPaid,
  i19PlacesAreGivenOnce,
  i19StockIsConserved,
  i20RefundPartsAddUp,
  i21LinesAddUp,
  i23LinesAreForWhomTheyWereAsked,
} from './goods.js';
import {
  i1OneChargeAnOrder,
  i2NoMoreBackThanCame,
  i3CapturedIsAsked,
  i4TestMoneyIsNone,
  i5IdsBelongTogether,
  i6NothingHeldIsOver,
  i9NoSecondCharge,
  i10RefundsAreMadeOnce,
  i11ReceivableIsHeld,
} from './money.js';
import { type Invariant, readRest } from './rest.js';
import { i7NothingIsUndecided, i12HistoryFollowsAutomaton, mishapsAlarm, ordersAgreeWithPayments } from './states.js';

const invariants: Readonly<Record<string, readonly Invariant[]>> = {
  I1: [i1OneChargeAnOrder],
  I2: [i2NoMoreBackThanCame],
  I3: [i3CapturedIsAsked],
  I4: [i4TestMoneyIsNone],
  I5: [i5IdsBelongTogether],
  I6: [i6NothingHeldIsOver],
  I7: [i7NothingIsUndecided],
  I9: [i9NoSecondCharge],
  I10: [i10RefundsAreMadeOnce],
  I11: [i11ReceivableIsHeld],
  I12: [i12HistoryFollowsAutomaton],
  I19: [i19GrantedIsPaid, i19PlacesAreGivenOnce, i19StockIsConserved, i19GradeFollowsPeriods],
  I20: [i20RefundPartsAddUp],
  I21: [i21LinesAddUp],
  I23: [i23LinesAreForWhomTheyWereAsked],
  orders_agree: [ordersAgreeWithPayments],
  mishaps_alarm: [mishapsAlarm],
};

/** Compares all that is on record with what is true. */
export async function checkAtRest(world: World): Promise<void> {
  const { database, outside, known, clock, violate, trace } = world;
  const rest = await readRest(database, outside.truth, known, iso(clock.now()));
  for (const [name, checks] of Object.entries(invariants))
    for (const check of checks) check(rest, (detail) => violate(name, detail));
  for (const { state } of rest.payments) trace.count(`ends ${state}`);
  for (const { code } of rest.alarms) trace.count(`alarm ${code}`);
  for (const { cause, state } of rest.refunds) trace.count(`refund ${cause} ${state}`);
  for (const { state } of rest.orders) trace.count(`order ends ${state}`);
  for (const { from_state: from, to_state: to } of rest.history) trace.count(`moves ${from} -> ${to}`);
  await i14LedgerHolds(world);
}

/** I14: the journal verifies, the wallets say what it says, and nothing in it can be changed or taken out. */
async function i14LedgerHolds({ database, violate }: World): Promise<void> {
  const ledger = ledgerService({ db: database.knex });
  const { ok, findings } = await ledger.verify();
  if (!ok) violate('I14', JSON.stringify(findings));
  for (const { owner, balance, ledgerBalance, matches } of await ledger.wallets())
    if (!matches) violate('wallets', `${owner} has ${balance}, by the ledger ${ledgerBalance}`);
  const [newest] = await database.all<{ seq: number }>('select max(seq) as seq from journal_entries');
  if (newest?.seq == null) return;
  for (const statement of [
    'update journal_entries set at = at where seq = 1',
    'delete from postings where seq = 1',
    'update postings set amount = amount where seq = 1',
  ])
    await database.all(statement).then(
      () => violate('I14', `the journal took: ${statement}`),
      () => {},
    );
}
