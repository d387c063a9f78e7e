import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../config.js';
import { iso } from '../../platform/clock.js';
import { type Database, openDatabase } from '../../platform/database.js';
import { systemRandom } from '../../platform/ids.js';
import { createLogger } from '../../platform/logger.js';
import { newSecrets } from '../../testing/service-parts.js';
import { shiftedClock } from '../../testing/shifted-clock.js';
import { systemActor } from '../audit/actor.js';
import { auditCheckpoints } from '../audit/checkpoints.js';
import { auditService } from '../audit/service.js';
import { auditTrail } from '../audit/trail.js';
import { verifyAudit } from '../audit/verify.js';
import { retentionService } from './service.js';

const dayMs = 86_400_000;
const { retention: days } = readConfig({});

describe('retention', () => {
  const clock = shiftedClock();
  const anchorFile = join('nowhere', 'audit.anchor');
  const { identity } = newSecrets();
  let db: Database;
  beforeAll(async () => {
    db = await openDatabase(':memory:');
  });
  afterAll(() => db.destroy());

  const audit = auditTrail({ clock, random: systemRandom, identity });
  const service = () => {
    const { dropBefore } = auditCheckpoints({ db, clock, identity, trail: audit });
    const auditLog = auditService({ db, anchorFile });
    return retentionService({ db, clock, days, audit, auditLog, dropAuditBefore: dropBefore });
  };
  const ago = (count: number) => iso(clock.now() - count * dayMs);

  /** Two rows of every kind: one whose time is over, one whose time is not. */
  const populate = async () => {
    const member = (id: string, kind: string) => ({
      ...{
        id,
        email: `${id}@x.example`,
        password_hash: '',
        name: id,
        role: kind,
        grade: 'free',
        created_at: ago(4_000),
      },
    });
    await db('members').insert([member('mem_s', 'student'), member('mem_i', 'instructor')]);
    const at = ago(4_000);
    await db('lectures').insert({
      ...{ id: 'lec', title: 'x', title_folded: 'x', state: 'open', owner_id: 'mem_i', created_at: at, updated_at: at },
    });
    await db('labs').insert({ id: 'lab', name: 'lab', created_at: at });
    const order = { id: 'ord', buyer_id: 'mem_s', state: 'expired', total: 1_000, tax_free: 0, expires_at: at };
    await db('orders').insert({ ...order, created_at: at, updated_at: at });
    for (const [n, isOver] of [true, false].entries()) {
      const of = (keptDays: number) => ago(isOver ? keptDays + 1 : keptDays - 1);
      const owned = { member_id: 'mem_s', created_at: at };
      await db('sessions').insert({ ...owned, id: `ses${n}`, refresh_hash: '', expires_at: of(days.sessions) });
      await db('sessions').insert({
        ...{
          ...owned,
          id: `ended${n}`,
          refresh_hash: '',
          expires_at: iso(clock.now() + dayMs),
          ended_at: of(days.sessions),
        },
      });
      await db('access_tokens').insert({
        ...{ ...owned, id: `tok${n}`, name: '', digest: `${n}`, hint: '', scopes: '[]', expires_at: of(days.sessions) },
      });
      await db('invitations').insert({
        ...{ id: `inv${n}`, email: 'a@x.example', role: 'instructor', code_digest: `${n}`, invited_by: 'mem_i' },
        ...{ created_at: at, expires_at: of(days.sessions) },
      });
      await db('verifications').insert({
        ...{
          id: `ver${n}`,
          email: 'a@x.example',
          purpose: 'sign_up',
          created_at: ago(isOver ? 1.1 : 0.9),
          expires_at: at,
        },
      });
      await db('idempotency_keys').insert({
        ...{ scope: 'mem_s', route: 'orders.create', key: `${n}`, body_hash: '', state: 'done', lease_until: at },
        created_at: ago(isOver ? 1.1 : 0.9),
      });
      await db('checkout_codes').insert({ code_digest: `${n}`, order_id: 'ord', expires_at: ago(isOver ? 31 : 29) });
      const soon = iso(clock.now() + (isOver ? -1_000 : 60_000));
      await db('device_codes').insert({
        ...{ user_code: `code${n}`, device_digest: `${n}`, client: '', address: '', created_at: at, expires_at: soon },
        state: 'waiting',
      });
      await db('devices').insert({ id: `dev${n}`, lab_id: 'lab', name: `${n}`, state: 'unpaired', created_at: at });
      await db('pairing_codes').insert({
        ...{ handle: `h${n}`, device_id: `dev${n}`, secret_hash: '', tries: 0, expires_at: soon },
      });
      const lesson = { lecture_id: 'lec', state: 'ended', started_at: at };
      await db('lessons').insert({ ...lesson, id: `les${n}`, ended_at: of(days.attendance) });
      await db('attendance_spans').insert({ lesson_id: `les${n}`, student_id: 'mem_s', state: 'live', from_at: at });
      const seen = { lesson_id: `les${n}`, viewer_id: 'mem_i', student_id: 'mem_s', kind: 'wall', first_at: at };
      await db('view_records').insert({ ...seen, id: `viw${n}`, last_at: of(days.views) });
    }
  };

  test('deletes what is due, says before what it will be, and is on record', async () => {
    await populate();
    const expected = {
      ...{ sessions: 2, accessTokens: 1, invitations: 1, verifications: 1, deviceCodes: 1, pairingCodes: 1 },
      ...{ idempotencyKeys: 1, checkoutCodes: 1 },
      ...{ views: 1, consents: 0, attendance: 1, auditDetails: 0, audit: 0 },
    };
    expect(await service().due()).toEqual(expected);
    expect(await service().apply()).toEqual(expected);
    expect(await service().due()).toEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, 0])));
    const kept = async (table: string) => (await db(table)).length;
    expect(await kept('sessions')).toBe(2);
    const halved = ['access_tokens', 'invitations', 'verifications', 'device_codes', 'view_records'];
    for (const table of [...halved, 'idempotency_keys', 'checkout_codes']) expect(await kept(table), table).toBe(1);
    const { data } = await auditService({ db, anchorFile }).list({ action: 'retention.applied' }, { limit: 10 });
    expect(data).toMatchObject([{ actorKind: 'system', data: { sessions: 2, views: 1 } }]);
  });

  test('erases addresses of the audit log before its entries, which go behind a checkpoint that verifies', async () => {
    const by = { ...systemActor, address: '192.0.2.1', client: 'x' };
    for (let n = 0; n < 3; n++)
      await audit.append(db, [{ action: 'lab.created', by, subjects: [`lab_${n}`], data: {} }]);
    clock.pass((days.auditDetails + 1) * dayMs);
    expect(await service().apply()).toMatchObject({ auditDetails: 3, audit: 0 });
    expect(await db('audit_details')).toEqual([]);
    clock.pass((days.audit - days.auditDetails) * dayMs);
    const { audit: dropped = 0 } = await service().apply();
    expect(dropped).toBeGreaterThanOrEqual(3);
    const report = await verifyAudit({ db, publicKey: identity.publicKey, anchorFile });
    expect(report).toMatchObject({ ok: true, from: dropped + 1 });
  });

  test('is applied at the start and every hour after it, until it is stopped', async () => {
    const every: { ms: number; work: () => void }[] = [];
    let isStopped = false;
    const ticking = {
      now: clock.now,
      every: (ms: number, work: () => void) => {
        every.push({ ms, work });
        return () => {
          isStopped = true;
        };
      },
    };
    const { dropBefore } = auditCheckpoints({ db, clock, identity, trail: audit });
    let runs = 0;
    const counting = async (at: string) => {
      runs++;
      return dropBefore(at);
    };
    const auditLog = auditService({ db, anchorFile });
    const stop = retentionService({ db, clock: ticking, days, audit, auditLog, dropAuditBefore: counting }).start(
      createLogger('silent'),
    );
    expect(every.map(({ ms }) => ms)).toEqual([3_600_000]);
    every[0]?.work();
    await service().due();
    stop();
    expect(isStopped).toBe(true);
    expect(runs).toBeGreaterThanOrEqual(1);
  });
});
