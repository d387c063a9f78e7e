import type { KakaoGuesses } from '../../packages/server/src/sandbox/kakaopay/options.js';
import { type FaultKind, faultKinds } from '../../packages/server/src/sandbox/kit/faults.js';
import type { PartyName } from '../../packages/server/src/sandbox/merchant.js';
import type { TossGuesses } from '../../packages/server/src/sandbox/tosspayments/options.js';
import { type Dice, dice } from './dice.js';
import type { Order } from './scheduler.js';

/** A time in which all calls to some addresses of a party go wrong in one way. */
export interface Outage {
  readonly party: PartyName | 'all';
  /** Part of the path. */
  readonly path: string;
  readonly kind: FaultKind;
  /** Milliseconds after the start. */
  readonly from: number;
  readonly to: number;
}

/** Everything about a run that is drawn before it starts. */
export interface Plan {
  readonly seed: number;
  /** How much of all calls goes wrong, 0 to 0.3, and in which ways. */
  readonly faultRate: number;
  readonly faults: readonly FaultKind[];
  readonly outages: readonly Outage[];
  /** How much of all webhooks is dropped, doubled or late, and how much of our answers is lost. */
  readonly webhookFaultRate: number;
  /** How often each webhook comes again, whatever else becomes of it. */
  readonly webhookCopies: number;
  /** Calls that take a while without anything being wrong. */
  readonly slowRate: number;
  readonly order: Order;
  /** The steps at which the server crashes. */
  readonly crashes: readonly number[];
  /** How long it is down then, in milliseconds: one of these. */
  readonly downtimes: readonly number[];
  readonly tossGuesses: Partial<TossGuesses>;
  readonly kakaoGuesses: Partial<KakaoGuesses>;
  readonly v1Resends: boolean;
  readonly v1OldRedirect: boolean;
  readonly v2ProcessingMs: number;
  readonly buyers: number;
}

/** No faults at all, one after the other. */
export const calmPlan: Omit<Plan, 'seed'> = {
  ...{ faultRate: 0, faults: [], outages: [], webhookFaultRate: 0, webhookCopies: 0 },
  ...{ slowRate: 0, order: 'first', crashes: [], downtimes: [0, 50, 2_000, 30_000] },
  ...{ tossGuesses: {}, kakaoGuesses: {}, v1Resends: false, v1OldRedirect: false, v2ProcessingMs: 0, buyers: 0 },
};

export function drawPlan(seed: number): Plan {
  const draw = dice(seed, 'plan');
  const isCalm = draw.chance(0.15);
  return {
    seed,
    faultRate: isCalm ? 0 : draw.next() * 0.3,
    faults: draw.chance(0.7) ? faultKinds : draw.shuffled(faultKinds).slice(0, draw.int(1, 3)),
    outages: draw.chance(0.2) ? Array.from({ length: draw.int(1, 2) }, () => drawOutage(draw)) : [],
    ...{ webhookFaultRate: isCalm ? 0 : draw.next() * 0.5, webhookCopies: 0 },
    slowRate: draw.pick([0, 0.2, 0.6]),
    order: draw.weighted([
      [5, 'random'],
      [1, 'first'],
      [1, 'last'],
      [3, 'mostly_last'],
    ]),
    downtimes: [0, 50, 2_000, 60_000, 200_000],
    crashes: draw.chance(0.5) ? Array.from({ length: draw.int(1, 3) }, () => draw.int(5, 350)) : [],
    tossGuesses: {
      amountMismatch: draw.pick(['refuse', 'capture']),
      showsUnapproved: draw.chance(0.7),
      orderIdOnCancel: draw.chance(0.5),
      thinkMs: draw.pick([0, 0, 2_000]),
    },
    kakaoGuesses: { thinkMs: draw.pick([0, 0, 2_000]), balanceMismatch: draw.pick([-722, -710]) },
    ...{ v1Resends: draw.chance(0.5), v1OldRedirect: draw.chance(0.3), v2ProcessingMs: draw.pick([0, 0, 1_500]) },
    buyers: draw.weighted([
      [60, draw.int(1, 2)],
      [30, draw.int(3, 4)],
      [8, draw.int(5, 8)],
      [2, draw.int(12, 24)],
    ]),
  };
}

function drawOutage(draw: Dice): Outage {
  const from = draw.int(0, 10 * 60_000);
  return {
    party: draw.pick(['all', 'tosspayments', 'kakaopay', 'portone_v1', 'portone_v2']),
    path: draw.pick(['', '/confirm', '/approve', '/cancel', '/payments', '/order']),
    kind: draw.pick(['lost_after', 'lost_before', 'refuse', 'error_after', 'error_before', 'reset']),
    from,
    to: from + draw.int(10_000, 20 * 60_000),
  };
}
