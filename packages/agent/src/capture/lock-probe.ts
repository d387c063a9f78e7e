import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type ScreenSource, unavailable } from './source.js';

/** Whether the session is locked, as far as the system tells. */
export type LockProbe = () => Promise<boolean>;

/** What logind is asked with; a parameter so that tests need no logind. */
export type RunCommand = (command: string, args: string[]) => Promise<string>;

const runCommand: RunCommand = async (command, args) =>
  (await promisify(execFile)(command, args, { timeout: 2_000 })).stdout;

/** A process each time: some 5 ms of CPU, so not with each picture. */
const probeEveryMs = 15_000;

/**
 * Asks logind for the session's LockedHint (org.freedesktop.login1), which GNOME, KDE, xss-lock and others set. Lockers
 * that do not tell logind are not seen: the picture is then that of the lock screen itself.
 */
export function createLogindProbe(
  sessionId: string | undefined,
  now: () => number,
  run: RunCommand = runCommand,
): LockProbe {
  let isLocked = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (sessionId === undefined || now() - askedAt < probeEveryMs) return isLocked;
    askedAt = now();
    try {
      const answer = await run('loginctl', ['show-session', sessionId, '--property=LockedHint', '--value']);
      isLocked = answer.trim() === 'yes';
    } catch {
      // No logind, or no such session: nothing is known of a lock.
      isLocked = false;
    }
    return isLocked;
  };
}

/** The same source, which is `locked` while the probe says so. */
export function hiddenWhileLocked(source: ScreenSource, isLocked: LockProbe): ScreenSource {
  let wasLocked = false;
  return {
    name: source.name,
    async grab(fresh = false) {
      const locked = await isLocked();
      if (locked) {
        wasLocked = true;
        return unavailable('locked', 'the session is locked');
      }
      const grab = await source.grab(fresh || wasLocked);
      wasLocked = false;
      return grab;
    },
    nextChange: (ms) => source.nextChange?.(ms),
    close: () => source.close(),
  };
}
