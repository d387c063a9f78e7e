import { sandboxControl } from './control.js';
import { environmentFor } from './environment.js';
import { indexPage } from './index-page.js';
import type { ShiftedSandboxClock } from './kit/clock.js';
import { faultQueue, seededFaults, seededRandom } from './kit/faults.js';
import type { SandboxHandler } from './kit/http.js';
import type { Party, PartyOptions } from './kit/party.js';
import { truthLedger } from './kit/truth-ledger.js';
import { type Deliver, webhookEmitter } from './kit/webhook-emitter.js';
import { type PartyName, partyNames, partyPrefixes } from './merchant.js';
import { mount, notHere } from './mount.js';
import { createParties } from './parties.js';
import type { SandboxParts } from './parts.js';
import { webhookFates } from './webhook-fates.js';
import { webhookPost } from './webhook-post.js';

interface BuildOptions {
  readonly seed: number;
  readonly faultRate: number;
  readonly webhookUrl: string | undefined;
  readonly clock: ShiftedSandboxClock;
  readonly deliver: Deliver;
  /** The sandbox's own address. */
  readonly url: () => string;
}

export interface BuiltSandbox extends SandboxParts {
  /** Everything below the one port. */
  readonly handler: SandboxHandler;
  /** Resolves when no webhook is being sent right now; what waits for its time is left. */
  idle(): Promise<void>;
}

/** Puts the parties, one truth and their control together; nothing listens yet. */
export function buildSandbox({ seed, faultRate, webhookUrl, clock, deliver, url }: BuildOptions): BuiltSandbox {
  const truth = truthLedger();
  const post = webhookPost(clock, deliver, webhookUrl);
  // Each has a sequence of its own, so that what one party draws changes nothing for the others.
  const draw = (party: PartyName, use: number) => seededRandom(seed + partyNames.indexOf(party) * 0x1000193 + use);
  const faults = eachParty((party) => faultQueue(seededFaults(draw(party, 1), faultRate)));
  const fates = eachParty((party) => webhookFates(draw(party, 2), faultRate));
  const emitters = eachParty((party) => webhookEmitter({ clock, deliver: post.of(party), fate: fates[party].next }));
  const optionsOf = (party: PartyName): PartyOptions => ({
    clock,
    truth,
    webhooks: emitters[party],
    random: draw(party, 3),
    url: () => url() + partyPrefixes[party],
    faults: faults[party],
  });
  const parties = createParties(eachParty(optionsOf));
  const parts: SandboxParts = {
    parties,
    truth,
    clock,
    faults,
    fates,
    post,
    environment: () => environmentFor(url()),
  };
  const control = sandboxControl(parts);
  const all: readonly Party[] = partyNames.map((party) => parties[party]);
  const handler = mount(all, async (request) => {
    if (request.path.startsWith('/sandbox/')) return control(request);
    return request.path === '/' && request.method === 'GET' ? indexPage(parts, request) : notHere;
  });
  const idle = async () => {
    for (const party of partyNames) await emitters[party].idle();
  };
  return { ...parts, handler, idle };
}

const eachParty = <T>(make: (party: PartyName) => T): Readonly<Record<PartyName, T>> => ({
  tosspayments: make('tosspayments'),
  portone_v1: make('portone_v1'),
  portone_v2: make('portone_v2'),
  kakaopay: make('kakaopay'),
});
