import { forgedWebhook } from '../../packages/server/src/sandbox/forged-webhook.js';
import { createKakaoPaySandbox } from '../../packages/server/src/sandbox/kakaopay/kakaopay.js';
import type { Fault, FaultQueue } from '../../packages/server/src/sandbox/kit/faults.js';
import type { PartyOptions } from '../../packages/server/src/sandbox/kit/party.js';
import { type TruthLedger, type TruthRow, truthLedger } from '../../packages/server/src/sandbox/kit/truth-ledger.js';
import {
  type Deliver,
  type Delivery,
  type WebhookFate,
  webhookEmitter,
} from '../../packages/server/src/sandbox/kit/webhook-emitter.js';
import { type PartyName, partyNames, partyPrefixes } from '../../packages/server/src/sandbox/merchant.js';
import type { Parties } from '../../packages/server/src/sandbox/parties.js';
import { createPortOneV1Sandbox } from '../../packages/server/src/sandbox/portone-v1/portone-v1.js';
import { createPortOneV2Sandbox } from '../../packages/server/src/sandbox/portone-v2/portone-v2.js';
import { createTossSandbox } from '../../packages/server/src/sandbox/tosspayments/tosspayments.js';
import type { SimClock } from './clock.js';
import { type Dice, dice } from './dice.js';
import type { Plan } from './plan.js';
import type { Trace } from './trace.js';

/** Where the server is, for buyers and providers. */
export const publicUrl = 'https://didacto.sim';
const outsideUrl = 'http://providers.sim';

/** The four providers, what really happened there, and the network between them and the server. */
export interface Outside {
  readonly parties: Parties;
  readonly truth: TruthLedger;
  /** Every webhook that was sent, whatever became of it. */
  sent(): readonly { readonly party: PartyName; readonly delivery: Delivery }[];
  forged(party: PartyName, paymentId: string | undefined, draw: Dice): Delivery;
  /** From now on nothing goes wrong any more. */
  calm(): void;
}

interface Options {
  readonly plan: Plan;
  readonly clock: SimClock;
  readonly trace: Trace;
  readonly startedAt: number;
  readonly deliver: (party: PartyName, delivery: Delivery) => Promise<number>;
  readonly onTruth: (row: TruthRow) => void;
}

export function openOutside({ plan, clock, trace, startedAt, deliver, onTruth }: Options): Outside {
  const { seed } = plan;
  let isCalm = false;
  const ledger = truthLedger();
  const truth: TruthLedger = {
    ...ledger,
    add: (row) => {
      trace.note(`truth: ${row.provider} ${row.kind} ${row.amount} of ${row.reference}${row.test ? ' (test)' : ''}`);
      trace.count(`truth ${row.kind}${row.test ? ' (test)' : ''}`);
      ledger.add(row);
      onTruth(row);
    },
  };

  const faultsOf = (party: PartyName): FaultQueue => {
    const draw = dice(seed, `faults ${party}`);
    const faultNow = (path: string): Fault | undefined => {
      if (isCalm) return undefined;
      const passed = clock.now() - startedAt;
      const outage = plan.outages.find(
        (one) =>
          (one.party === 'all' || one.party === party) &&
          path.includes(one.path) &&
          passed >= one.from &&
          passed < one.to,
      );
      if (outage !== undefined) return { kind: outage.kind };
      if (plan.faults.length === 0 || !draw.chance(plan.faultRate)) return undefined;
      const kind = draw.pick(plan.faults);
      return kind === 'delay' ? { kind, ms: draw.int(0, 90_000) } : { kind };
    };
    return {
      plan: ({ path }) => {
        const fault = faultNow(path);
        if (fault === undefined) return undefined;
        trace.note(`fault: ${party} ${fault.kind}${fault.ms === undefined ? '' : ` ${fault.ms} ms`}`);
        trace.count(`fault ${fault.kind}`);
        return fault;
      },
      add: () => {
        throw new Error('Faults come from the plan');
      },
      clear: () => {},
    };
  };

  const fateOf = (draw: Dice): WebhookFate => {
    if (plan.webhookCopies > 0) return { copies: plan.webhookCopies };
    if (isCalm || !draw.chance(plan.webhookFaultRate)) return {};
    const kind = draw.pick(['drop', 'late', 'copies']);
    trace.count(`webhook ${kind}`);
    if (kind === 'drop') return { drop: true };
    return kind === 'late' ? { delayMs: draw.int(1, 10 * 60_000) } : { copies: draw.int(1, 3) };
  };

  const emitters = eachParty((party) => {
    const draw = dice(seed, `webhooks ${party}`);
    const send: Deliver = async (delivery) => {
      const status = await deliver(party, delivery);
      if (isCalm || !draw.chance(plan.webhookFaultRate / 4)) return status;
      trace.count('webhook answer lost');
      throw new Error('The answer is lost');
    };
    return webhookEmitter({ clock, deliver: send, fate: () => fateOf(draw) });
  });

  const optionsOf = (party: PartyName): PartyOptions => ({
    ...{ clock, truth, webhooks: emitters[party], faults: faultsOf(party) },
    random: dice(seed, `ids ${party}`).next,
    url: () => outsideUrl + partyPrefixes[party],
  });
  const parties: Parties = {
    tosspayments: createTossSandbox({
      ...{ ...optionsOf('tosspayments'), webhookUrl: () => webhookUrl('tosspayments'), guesses: plan.tossGuesses },
    }),
    kakaopay: createKakaoPaySandbox({ ...optionsOf('kakaopay'), guesses: plan.kakaoGuesses }),
    portone_v1: createPortOneV1Sandbox({
      ...{ ...optionsOf('portone_v1'), webhookUrl: webhookUrl('portone_v1'), webhookResends: plan.v1Resends },
      oldRedirect: plan.v1OldRedirect,
    }),
    portone_v2: createPortOneV2Sandbox({
      ...{ ...optionsOf('portone_v2'), webhookUrl: webhookUrl('portone_v2'), processingMs: plan.v2ProcessingMs },
    }),
  };

  return {
    ...{ parties, truth },
    sent: () => partyNames.flatMap((party) => emitters[party].sent.map((delivery) => ({ party, delivery }))),
    forged: (party, paymentId, draw) =>
      forgedWebhook(
        {
          ...{ party, url: webhookUrl(party), paymentId },
          ...(draw.chance(0.3) && { status: draw.pick(['DONE', 'paid', 'Transaction.Paid', 'CANCELED', 'cancelled']) }),
          ...(draw.chance(0.1) && { body: draw.pick(['', '{', 'null', '[]', '{"orderId":1}', 'status=paid']) }),
        },
        clock.now(),
      ),
    calm: () => {
      isCalm = true;
    },
  };
}

const webhookUrl = (party: PartyName): string => `${publicUrl}/v1/webhooks/${party}`;

const eachParty = <T>(make: (party: PartyName) => T): Readonly<Record<PartyName, T>> => ({
  tosspayments: make('tosspayments'),
  portone_v1: make('portone_v1'),
  portone_v2: make('portone_v2'),
  kakaopay: make('kakaopay'),
});
