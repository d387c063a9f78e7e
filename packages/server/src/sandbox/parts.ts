import type { ShiftedSandboxClock } from './kit/clock.js';
import type { FaultQueue } from './kit/faults.js';
import type { TruthLedger } from './kit/truth-ledger.js';
import type { PartyName } from './merchant.js';
import type { Parties } from './parties.js';
import type { WebhookFates } from './webhook-fates.js';
import type { WebhookPost } from './webhook-post.js';

type EachParty<T> = Readonly<Record<PartyName, T>>;

/** What a sandbox consists of, for its control, its page and tests. */
export interface SandboxParts {
  readonly parties: Parties;
  /** What really happened, of all parties. */
  readonly truth: TruthLedger;
  readonly clock: ShiftedSandboxClock;
  readonly faults: EachParty<FaultQueue>;
  readonly fates: EachParty<WebhookFates>;
  readonly post: WebhookPost;
  /** The environment variables that point a server at this sandbox. */
  environment(): Readonly<Record<string, string>>;
}
