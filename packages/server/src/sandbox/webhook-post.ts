import type { SandboxClock } from './kit/clock.js';
import type { Deliver, Delivery } from './kit/webhook-emitter.js';
import type { PartyName } from './merchant.js';

/** One webhook as it left, and what came of it. */
export interface SentWebhook extends Delivery {
  /** Counts from 1. */
  readonly n: number;
  readonly party: PartyName;
  readonly at: string;
  readonly how: 'sent' | 'replayed' | 'forged';
  /** The answer's; null: none came, or not yet. */
  readonly status: number | null;
  /** Why no answer came. */
  readonly problem: string | null;
}

/** All webhooks of a sandbox pass here: they are kept for pages, replays and tests. */
export interface WebhookPost {
  /** The way out for one party's emitter. */
  readonly of: (party: PartyName) => Deliver;
  readonly sent: readonly SentWebhook[];
  /** Sends the n-th again as it was, whoever asks: nothing says that it is a copy. @throws Error when there is no such */
  replay(n: number): Promise<SentWebhook>;
  /** Sends what no provider sent. */
  forge(party: PartyName, delivery: Delivery): Promise<SentWebhook>;
  /** Where the merchant's server takes webhooks; each party's own address is below it, by its name. */
  moveTo(base: string | undefined): void;
  readonly base: () => string | undefined;
}

/** Stands for the merchant's address as long as none is known; the post puts the real one in its place. */
const anyMerchant = 'http://merchant.invalid/webhooks';

/** The address that a party is told to send to where a request names none. */
export const webhookAddress = (party: PartyName): string => `${anyMerchant}/${party}`;

export function webhookPost(clock: SandboxClock, deliver: Deliver, firstBase?: string): WebhookPost {
  const sent: { -readonly [K in keyof SentWebhook]: SentWebhook[K] }[] = [];
  let base = trimmed(firstBase);
  const addressed = (url: string): string => {
    if (!url.startsWith(anyMerchant)) return url;
    return base === undefined ? url : base + url.slice(anyMerchant.length);
  };
  const post = async (party: PartyName, how: SentWebhook['how'], delivery: Delivery): Promise<SentWebhook> => {
    const entry = {
      ...{ n: sent.length + 1, party, at: new Date(clock.now()).toISOString(), how },
      ...{ ...delivery, url: addressed(delivery.url) },
      ...{ status: null as number | null, problem: null as string | null },
    };
    sent.push(entry);
    try {
      if (entry.url.startsWith(anyMerchant)) throw new Error('No webhook address is set');
      entry.status = await deliver(entry);
    } catch (error) {
      entry.problem = error instanceof Error ? error.message : String(error);
    }
    return entry;
  };
  return {
    of: (party) => async (delivery) => {
      const { status, problem } = await post(party, 'sent', delivery);
      if (status === null) throw new Error(problem ?? 'No answer');
      return status;
    },
    sent,
    replay: async (n) => {
      const original = sent.find((one) => one.n === n);
      if (!original) throw new Error(`There is no webhook ${n}`);
      const { party, url, headers, body } = original;
      return post(party, 'replayed', { url, headers, body });
    },
    forge: (party, delivery) => post(party, 'forged', delivery),
    moveTo: (address) => {
      base = trimmed(address);
    },
    base: () => base,
  };
}

const trimmed = (address: string | undefined): string | undefined => address?.replace(/\/+$/, '');
