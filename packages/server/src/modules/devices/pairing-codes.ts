import { createHash, timingSafeEqual } from 'node:crypto';
import { pairingAlphabet } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';
import type { RandomBytes } from '../../platform/ids.js';
import { randomText } from '../../platform/random-text.js';

const handleLength = 3;
const secretLength = 5;
const lifeMs = 10 * 60_000;
const maxTries = 5;

interface CodeRow {
  handle: string;
  device_id: string;
  secret_hash: string;
  tries: number;
  expires_at: string;
}

/** Bound to the handle, so that equal secrets of two codes do not show. */
const digest = (handle: string, secret: string): Buffer => createHash('sha256').update(`${handle}:${secret}`).digest();

/**
 * One-time pairing codes: 8 characters, 10 minutes, 5 tries. The first 3 find the code, so that wrong tries count
 * against it; the last 5 (28 million, 5 tries) prove it and are kept hashed.
 */
export const pairingCodes = (db: Queries, clock: Clock, random: RandomBytes) => ({
  /** Makes a device's code; an earlier one of it is void. */
  offer: async (deviceId: string): Promise<{ code: string; expiresAt: string }> => {
    await db('pairing_codes').where({ device_id: deviceId }).orWhere('expires_at', '<=', iso(clock.now())).delete();
    const expiresAt = iso(clock.now() + lifeMs);
    for (;;) {
      const handle = randomText(random, pairingAlphabet, handleLength);
      const secret = randomText(random, pairingAlphabet, secretLength);
      const secret_hash = digest(handle, secret).toString('hex');
      // Another device's code may have this handle.
      const made: unknown[] = await db('pairing_codes')
        .insert({ handle, device_id: deviceId, secret_hash, tries: 0, expires_at: expiresAt })
        .onConflict('handle')
        .ignore()
        .returning('handle');
      if (made.length === 1) return { code: handle + secret, expiresAt };
    }
  },
  /** The device a code belongs to; a wrong secret uses up a try. Undefined: wrong, used up or expired. */
  check: async (code: string): Promise<string | undefined> => {
    const [handle, secret] = [code.slice(0, handleLength), code.slice(handleLength)];
    const rows: CodeRow[] = await db('pairing_codes')
      .where({ handle })
      .where('tries', '<', maxTries)
      .where('expires_at', '>', iso(clock.now()))
      .increment('tries', 1)
      .returning(['device_id', 'secret_hash']);
    const row = rows[0];
    if (!row) return undefined;
    return timingSafeEqual(Buffer.from(row.secret_hash, 'hex'), digest(handle, secret)) ? row.device_id : undefined;
  },
  /** Uses the device's code up; of two agents with one code, one wins. */
  take: async (code: string, deviceId: string): Promise<boolean> =>
    (await db('pairing_codes')
      .where({ handle: code.slice(0, handleLength), device_id: deviceId })
      .delete()) === 1,
});
