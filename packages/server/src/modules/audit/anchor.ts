import { readFile } from 'node:fs/promises';
import { AuditCheckpoint } from '@didacto/sdk/contract';
import { writePrivately } from '@didacto/sdk/node';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import type { ServerIdentity } from '../../platform/secrets.js';
import { signCheckpoint } from './proofs.js';
import { auditStore } from './store.js';

/** The newest checkpoint in a file beside the database: a log whose end was cut off, head and all, does not reach it. */
export interface AuditAnchor {
  /**
   * Moves it to the newest entry.
   * @throws Error where the log no longer holds the entry it knows: it stays as it is, for it is the evidence
   */
  move(): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly identity: ServerIdentity;
  readonly file: string;
}

export function auditAnchor({ db, clock, identity, file }: Dependencies): AuditAnchor {
  return {
    move: async () => {
      const known = await readAnchor(file);
      const head = await auditStore(db).head();
      if (known ? known.seq === head.seq && known.hash === head.hash : head.seq === 0) return;
      if (known && !(await isHeld(db, known)))
        throw new Error(
          `The audit log no longer holds entry ${known.seq} as ${file} knows it: entries were removed or altered, ` +
            'or an older database was put back. Verify the log; move that file away to go on without it',
        );
      const next = signCheckpoint(identity, 'reached', head, iso(clock.now()));
      await writePrivately(file, `${JSON.stringify(next)}\n`);
    },
  };
}

/** Of what was dropped after its time, only the last entry is still known. */
async function isHeld(db: Database, { seq, hash }: AuditCheckpoint): Promise<boolean> {
  const base = await auditStore(db).newest('dropped');
  if (base && base.seq > seq) return true;
  return hash === (base?.seq === seq ? base.hash : await auditStore(db).hashAt(seq));
}

/** Null where there is none yet. @throws Error where the file holds something else */
export async function readAnchor(file: string): Promise<AuditCheckpoint | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return AuditCheckpoint.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} holds no checkpoint of the audit log`, { cause });
  }
}
