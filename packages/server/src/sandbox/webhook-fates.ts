import type { WebhookFate } from './kit/webhook-emitter.js';

/** What goes wrong with a webhook on its way; a delayed one is overtaken by those that follow. */
export const webhookFaultKinds = ['webhook_drop', 'webhook_delay', 'webhook_duplicate'] as const;
export type WebhookFaultKind = (typeof webhookFaultKinds)[number];

export interface WebhookFates {
  /** The fate of the next webhook. */
  readonly next: () => WebhookFate;
  add(fault: {
    readonly kind: WebhookFaultKind;
    readonly times?: number | undefined;
    readonly ms?: number | undefined;
  }): void;
  clear(): void;
}

const longestDelayMs = 60_000;

const fateOf = (kind: WebhookFaultKind, ms: number): WebhookFate => {
  if (kind === 'webhook_drop') return { drop: true };
  return kind === 'webhook_delay' ? { delayMs: ms } : { copies: 1 };
};

/** Fates that are set, then those drawn from `random` at a rate from 0 to 1. */
export function webhookFates(random: () => number, rate: number): WebhookFates {
  let queue: { readonly fate: WebhookFate; left: number }[] = [];
  const drawn = (): WebhookFate => {
    if (random() >= rate) return {};
    const kind = webhookFaultKinds[Math.floor(random() * webhookFaultKinds.length)] ?? 'webhook_delay';
    return fateOf(kind, Math.floor(random() * longestDelayMs));
  };
  return {
    next: () => {
      const [first] = queue;
      if (!first) return drawn();
      first.left -= 1;
      queue = queue.filter(({ left }) => left > 0);
      return first.fate;
    },
    add: ({ kind, times = 1, ms = 1_000 }) => void queue.push({ fate: fateOf(kind, ms), left: times }),
    clear: () => {
      queue = [];
    },
  };
}
