import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditTrail, auditTrail } from '../modules/audit/trail.js';
import type { Notices } from '../modules/members/notices.js';
import { systemClock } from '../platform/clock.js';
import { systemRandom } from '../platform/ids.js';
import { loadSecrets, type Secrets } from '../platform/secrets.js';

/** Keys that nobody else has. */
export function newSecrets(): Secrets {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-secrets-'));
  try {
    return loadSecrets(folder, systemRandom);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A trail that signs with a key of its own. */
export const newTrail = (): AuditTrail =>
  auditTrail({ clock: systemClock, random: systemRandom, identity: newSecrets().identity });

/** Tells nobody. */
export const silentNotices: Notices = {
  passwordChanged: () => undefined,
  secondFactorChanged: () => undefined,
  newSignIn: () => undefined,
  suspended: () => undefined,
  restored: () => undefined,
};
