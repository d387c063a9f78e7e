import type { Clock } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { Logger } from '../../platform/logger.js';
import { attendanceStore, type StateBegan } from './attendance-store.js';

/** Writes students' states in the order they came, many in one transaction: a room arrives at once. */
export interface AttendanceRecorder {
  record(began: StateBegan): void;
  /** Resolves when everything recorded so far is written. @throws what the database threw; nothing is lost, it is tried again */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const writeEveryMs = 1_000;

export function attendanceRecorder({
  db,
  clock,
  log,
}: {
  db: Database;
  clock: Clock;
  log: Logger;
}): AttendanceRecorder {
  let waiting: StateBegan[] = [];
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      await db.transaction((tx) => attendanceStore(tx).begin(batch));
    } catch (error) {
      waiting = [...batch, ...waiting];
      throw error;
    }
  };
  const flush = (): Promise<void> => {
    const next = writing.then(write);
    writing = next.catch((error: unknown) =>
      log.error({ err: error }, 'could not write attendance; it will be tried again'),
    );
    return next;
  };
  const stopTimer = clock.every(writeEveryMs, () => void flush().catch(() => undefined));

  return {
    record: (began) => void waiting.push(began),
    flush,
    stop: async () => {
      stopTimer();
      await flush();
    },
  };
}
