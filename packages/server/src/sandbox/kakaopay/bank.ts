import { KakaoRefusal, methodRefusal } from './errors.js';
import type { KakaoPayment } from './payment.js';
import type { KakaoWorld } from './world.js';

/** Turns out to have moved the money once the bank answers; without `_DONE` it turns out not to have. */
const silent: Readonly<Record<string, 'done' | 'not_done'>> = {
  BANK_FIRM_UNKNOWN: 'not_done',
  BANK_FIRM_UNKNOWN_DONE: 'done',
};

/** The payment goes on as it was: the same may be asked again. */
const passing: ReadonlySet<string> = new Set(['USER_LOCKED', 'BANK_FIRM_UNAVAILABLE', 'UNDER_CONSTRUCTION']);

interface Movement<T> {
  readonly code: -780 | -781;
  /** The money moves. */
  readonly move: () => T;
  /** It never will. */
  readonly fail: () => void;
}

/**
 * Asks the bank or card company to move money. Its answer is the next of the payment's `bankAnswers`: `OK`, or the
 * `method_result_code` that it refuses with; without one it does as it is asked.
 * @throws KakaoRefusal -780 or -781 with what the bank said
 */
export function askBank<T>(
  { clock, guesses }: KakaoWorld,
  payment: KakaoPayment,
  { code, move, fail }: Movement<T>,
): T {
  if (payment.isAtBank) throw methodRefusal(code, 'BANK_FIRM_UNKNOWN');
  const [answer = 'OK', ...later] = payment.bankAnswers;
  payment.bankAnswers = later;
  if (answer === 'OK') return move();
  const outcome = silent[answer];
  if (outcome === undefined) {
    if (!passing.has(answer)) fail();
    throw methodRefusal(code, answer);
  }
  payment.isAtBank = true;
  clock.after(guesses.bankMs, () => {
    payment.isAtBank = false;
    if (outcome === 'done') move();
    else fail();
  });
  throw methodRefusal(code, 'BANK_FIRM_UNKNOWN');
}

/** Keeps the payment for one request at a time. @throws KakaoRefusal -785 while another is under way */
export async function alone<T>({ clock, guesses }: KakaoWorld, payment: KakaoPayment, work: () => T): Promise<T> {
  if (payment.isBusy) throw new KakaoRefusal(-785);
  payment.isBusy = true;
  try {
    if (guesses.thinkMs > 0) await new Promise<void>((resolve) => void clock.after(guesses.thinkMs, resolve));
    return work();
  } finally {
    payment.isBusy = false;
  }
}
