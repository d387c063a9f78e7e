import type { Knex } from 'knex';
import type { RetentionDays } from '../../config.js';
import { iso } from '../../platform/clock.js';
import type { Queries } from '../../platform/database.js';

/** What is kept for how long: the rows whose time is over. */
export interface RetentionRule {
  readonly name: string;
  readonly due: (db: Queries, now: number, days: RetentionDays) => Knex.QueryBuilder;
}

const dayMs = 86_400_000;
const ago = (now: number, days: number): string => iso(now - days * dayMs);

/** Records of people; the audit log has rules of its own beside these. */
export const retentionRules: readonly RetentionRule[] = [
  {
    name: 'sessions',
    due: (db, now, { sessions }) =>
      db('sessions').where((over) =>
        over.where('ended_at', '<', ago(now, sessions)).orWhere('expires_at', '<', ago(now, sessions)),
      ),
  },
  {
    name: 'accessTokens',
    due: (db, now, { sessions }) =>
      db('access_tokens').where((over) =>
        over.where('revoked_at', '<', ago(now, sessions)).orWhere('expires_at', '<', ago(now, sessions)),
      ),
  },
  {
    name: 'invitations',
    due: (db, now, { sessions }) => db('invitations').where('expires_at', '<', ago(now, sessions)),
  },
  // A day's codes are counted against the limit of a day.
  { name: 'verifications', due: (db, now) => db('verifications').where('created_at', '<', ago(now, 1)) },
  // A client gives up long before.
  { name: 'idempotencyKeys', due: (db, now) => db('idempotency_keys').where('created_at', '<', ago(now, 1)) },
  { name: 'checkoutCodes', due: (db, now) => db('checkout_codes').where('expires_at', '<', ago(now, 30)) },
  { name: 'deviceCodes', due: (db, now) => db('device_codes').where('expires_at', '<', iso(now)) },
  { name: 'pairingCodes', due: (db, now) => db('pairing_codes').where('expires_at', '<', iso(now)) },
  {
    name: 'views',
    due: (db, now, { views }) => db('view_records').where('last_at', '<', ago(now, views)),
  },
  {
    name: 'consents',
    due: (db, now, { views }) => db('room_consents').where('updated_at', '<', ago(now, views)),
  },
  {
    name: 'attendance',
    due: (db, now, { attendance }) =>
      db('attendance_spans').whereIn(
        'lesson_id',
        db('lessons').select('id').where('ended_at', '<', ago(now, attendance)),
      ),
  },
];
