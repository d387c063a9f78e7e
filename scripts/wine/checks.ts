import { setTimeout as sleep } from 'node:timers/promises';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
let failures = 0;

export const failureCount = (): number => failures;

/** Prints how one check went. */
export function check(name: string, ok: boolean, figures: string): void {
  if (!ok) failures++;
  say(`${ok ? 'ok  ' : 'FAIL'} ${name}: ${figures}`);
}

/** Polls until there is an answer. @throws when none comes in time: under Wine the bounds are generous */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(100);
  }
}

/** Milliseconds since it was made. */
export function stopwatch(): () => string {
  const start = performance.now();
  return () => `${Math.round(performance.now() - start)} ms`;
}
