import { type BuiltSandbox, buildSandbox } from './build.js';
import { httpDeliver } from './deliver.js';
import { type ShiftedSandboxClock, systemSandboxClock } from './kit/clock.js';
import { listen } from './kit/http.js';
import type { Deliver } from './kit/webhook-emitter.js';

export interface SandboxOptions {
  /** On 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  /** The same seed draws the same ids and faults. Default 1. */
  readonly seed?: number;
  /** How much of all calls and webhooks goes wrong, 0 to 1. Default 0. */
  readonly faultRate?: number;
  /** Where the merchant's server takes webhooks, such as `http://127.0.0.1:7070/v1/webhooks`; `/PROVIDER` is added. */
  readonly webhookUrl?: string;
  /** Default: the system's, which the control can put forward. */
  readonly clock?: ShiftedSandboxClock;
  /** Default: HTTP to this machine. */
  readonly deliver?: Deliver;
}

export interface Sandbox extends BuiltSandbox {
  readonly url: string;
  /** Ends it; what it knew is gone. */
  close(): Promise<void>;
}

/** Starts the fake providers below one port. @throws when the port is in use */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, seed = 1, faultRate = 0, webhookUrl, clock = systemSandboxClock(), deliver = httpDeliver } = options;
  let url = '';
  const built = buildSandbox({ seed, faultRate, webhookUrl, clock, deliver, url: () => url });
  const listening = await listen(built.handler, port);
  url = listening.url;
  return { ...built, url, close: listening.close };
}
