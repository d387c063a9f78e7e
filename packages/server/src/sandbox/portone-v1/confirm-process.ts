import type { SandboxClock } from '../kit/clock.js';
import type { Delivery } from '../kit/webhook-emitter.js';
import { isLoopback } from '../loopback.js';

export interface MerchantAnswer {
  readonly status: number;
  readonly body: string;
}

/** Asks the merchant's server something and gives its answer. @throws when none came; `signal` ends the wait */
export type AskMerchant = (question: Delivery, signal: AbortSignal) => Promise<MerchantAnswer>;

const patienceMs = 10_000;

/** HTTP, to this machine only. */
export const askOverHttp: AskMerchant = async ({ url, headers, body }, signal) => {
  if (!isLoopback(new URL(url).hostname)) throw new Error(`The sandbox asks this machine only, not ${url}`);
  const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  return { status: answer.status, body: await answer.text() };
};

/**
 * Asks the merchant's `confirm_url` just before the money moves. Undefined: go on. Else why not, in the merchant's words
 * where it gave any.
 */
export async function objectionOf(
  ask: AskMerchant,
  clock: SandboxClock,
  url: string,
  facts: { readonly imp_uid: string; readonly merchant_uid: string; readonly amount: number },
): Promise<string | undefined> {
  const patience = new AbortController();
  const cancelTimer = clock.after(patienceMs, () => patience.abort());
  const question = { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(facts) };
  // The merchant need not listen to the signal for the time to be up.
  const silence = new Promise<MerchantAnswer>((_resolve, reject) =>
    patience.signal.addEventListener('abort', () => reject(new Error('No answer within 10 s')), { once: true }),
  );
  try {
    const { status, body } = await Promise.race([ask(question, patience.signal), silence]);
    return status === 200 ? undefined : (reasonIn(body) ?? noReason);
  } catch {
    return noReason;
  } finally {
    cancelTimer();
  }
}

const noReason = '고객사에서 결제를 승인하지 않았습니다.';

function reasonIn(body: string): string | undefined {
  try {
    const { reason } = Object(JSON.parse(body));
    return typeof reason === 'string' && reason !== '' ? reason : undefined;
  } catch {
    return undefined;
  }
}
