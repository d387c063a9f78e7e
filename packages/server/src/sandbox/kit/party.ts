import type { SandboxClock } from './clock.js';
import type { FaultQueue } from './faults.js';
import type { SandboxHandler } from './http.js';
import type { TruthLedger } from './truth-ledger.js';
import type { WebhookEmitter } from './webhook-emitter.js';

/** What every fake party is made from. */
export interface PartyOptions {
  readonly clock: SandboxClock;
  readonly truth: TruthLedger;
  readonly webhooks: WebhookEmitter;
  /** In [0, 1): ids, tokens, jitter. */
  readonly random: () => number;
  /** The party's own address as browsers reach it, with its prefix: `http://127.0.0.1:7073/tosspayments`. */
  readonly url: () => string;
  readonly faults: FaultQueue;
}

/** What a buyer does in the payment window. */
export interface BuyerAct {
  /**
   * `pay`: goes through with it. `decline`: the card is refused. `cancel`: the buyer gives up. `close`: the tab is closed at
   * once, so nothing comes back to the merchant's page. `pay_and_close`: pays, and closes the tab before it goes back.
   */
  readonly act: 'pay' | 'decline' | 'cancel' | 'close' | 'pay_and_close';
  /** An attack or a mistake: what is captured instead of what was asked for. */
  readonly amount?: number;
  /** An attack: paid through the test channel. */
  readonly test?: boolean;
}

/** Where the buyer's browser goes next; null: nowhere, the tab is closed. */
export type BuyerDestination = string | null;

/** A fake party: its API and pages under one prefix, and a buyer without a browser. */
export interface Party {
  readonly prefix: string;
  /** API, scripts and pages, with the faults of the plan on the API alone. */
  readonly handler: SandboxHandler;
  /**
   * Opens the payment window with what the merchant's page would hand to the provider's script (or the redirect address
   * for a provider that has none), acts in it, and gives where the browser goes.
   * @throws Error in the provider's words where its script or window would refuse
   */
  buy(request: Readonly<Record<string, unknown>>, act: BuyerAct): Promise<BuyerDestination>;
}
