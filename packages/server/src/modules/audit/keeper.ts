import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/logger.js';
import type { AuditAnchor } from './anchor.js';
import type { AuditCheckpoints } from './checkpoints.js';

const anchorEveryMs = 10_000;
const checkpointEveryMs = 3_600_000;

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
  readonly anchor: AuditAnchor;
  readonly checkpoints: AuditCheckpoints;
}

/** Makes checkpoints and moves the anchor while the server runs, and once more when it stops; failures are logged. */
export function auditKeeper({ clock, log, anchor, checkpoints }: Dependencies): { stop(): Promise<void> } {
  let working: Promise<void> = Promise.resolve();
  // One after the other, so that an older anchor never replaces a newer one.
  const next = (work: () => Promise<void>): Promise<void> => {
    working = working
      .then(work)
      .catch((error: unknown) => log.error({ err: error }, 'could not keep the audit log’s evidence'));
    return working;
  };
  const checkpoint = async (): Promise<void> => {
    await checkpoints.make();
    await anchor.move();
  };
  const stopAnchor = clock.every(anchorEveryMs, () => void next(anchor.move));
  const stopCheckpoints = clock.every(checkpointEveryMs, () => void next(checkpoint));
  return {
    stop: async () => {
      stopAnchor();
      stopCheckpoints();
      await next(checkpoint);
    },
  };
}
