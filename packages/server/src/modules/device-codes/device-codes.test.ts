import { type SessionTokens, UserCode } from '@didacto/sdk/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../platform/clock.js';
import { Problem } from '../../platform/problem.js';
import { memoryThrottle } from '../../platform/throttle.js';
import type { Actor } from '../audit/actor.js';
import type { Place } from '../members/notices.js';
import { type MemberRow, memberStore, toMember } from '../members/store.js';
import {
  asActor,
  everythingIn,
  onRecord,
  openWaysIn,
  outcomeOf,
  tally,
  visitor,
} from '../verifications/testing/ways-in.js';
import { deviceCodeService } from './service.js';
import { deviceCodeStore } from './store.js';

const second = 1_000;
const minute = 60 * second;
const lab = { client: 'didacto on lab-pc-3', address: '192.0.2.1' };

let ways: Awaited<ReturnType<typeof openWaysIn>>;
let service: ReturnType<typeof deviceCodeService>;
let member: { readonly id: string };
/** What was opened. */
let sessions: { readonly memberId: string; readonly place: Place; readonly by: Actor }[];

/** As the real one does, without a table. */
async function openSession(
  memberId: string,
  place: Place,
  by: Actor,
  stillHolds: (row: MemberRow) => boolean,
): Promise<SessionTokens> {
  const row = await memberStore(ways.db).byId(memberId);
  if (!row || !stillHolds(row)) throw new Problem('credentials_wrong');
  if (row.suspended_at !== null) throw new Problem('member_suspended');
  sessions.push({ memberId, place, by });
  return { accessToken: 'access', expiresIn: 900, refreshToken: `refresh ${sessions.length}`, member: toMember(row) };
}
beforeEach(async () => {
  ways = await openWaysIn();
  sessions = [];
  service = deviceCodeService({ ...ways, throttle: memoryThrottle(ways.clock), openSession });
  member = await ways.addMember('haeun@school.example', 'student');
});
afterEach(() => ways.db.destroy());

const begin = async () => {
  const begun = await service.create(lab);
  return { ...begun, typed: UserCode.parse(begun.userCode.toLowerCase()) };
};
const redeem = (deviceCode: string) => service.redeem(deviceCode, visitor);
const approve = (userCode: string, id = member.id) => service.approve(userCode, id, asActor(id));
const deny = (userCode: string) => service.deny(userCode, member.id, asActor(member.id));
const rows = () => ways.db('device_codes').select('*');
const problemOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

describe('a program', () => {
  test('is given a code to show, an address to open and a time to wait', async () => {
    const { deviceCode, userCode, ...rest } = await service.create(lab);
    expect(Buffer.from(deviceCode, 'base64url')).toHaveLength(32);
    expect(userCode).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    expect(rest).toEqual({
      verificationUrl: 'https://school.example/device',
      verificationUrlComplete: `https://school.example/device#code=${userCode}`,
      expiresIn: 600,
      interval: 5,
    });
  });

  test('waits for its approval, then gets one session of who approved it', async () => {
    const { deviceCode, typed } = await begin();
    expect(await outcomeOf(redeem(deviceCode))).toBe('sign_in_pending');
    await approve(typed);
    ways.clock.pass(5 * second);
    expect(await redeem(deviceCode)).toMatchObject({ refreshToken: 'refresh 1', member: { id: member.id } });
    // It is used from where it asks, not from where it began.
    const place = { client: lab.client, address: visitor.address };
    expect(sessions).toEqual([{ memberId: member.id, place, by: visitor }]);
    expect(await rows()).toEqual([]);
    ways.clock.pass(5 * second);
    expect(await outcomeOf(redeem(deviceCode))).toBe('device_code_invalid');
  });

  test('that asks before 5 seconds have passed is held up, whatever the answer would be', async () => {
    const { deviceCode, typed } = await begin();
    await outcomeOf(redeem(deviceCode));
    ways.clock.pass(5 * second - 1);
    expect(await problemOf(redeem(deviceCode))).toMatchObject({
      code: 'rate_limited',
      options: { retryAfterSeconds: 5 },
    });
    await approve(typed);
    expect(await outcomeOf(redeem(deviceCode))).toBe('rate_limited');
    // Being held up does not put it off further.
    ways.clock.pass(1);
    expect(await outcomeOf(redeem(deviceCode))).toBe('ok');
  });

  test('gets one session, however often it asks at once', async () => {
    const { deviceCode, typed } = await begin();
    await approve(typed);
    expect((await tally(Array.from({ length: 20 }, () => redeem(deviceCode)))).ok).toBe(1);
    expect(sessions).toHaveLength(1);
  });

  test('gets one session, also when none of its asks comes too soon', async () => {
    const { deviceCode, typed } = await begin();
    await approve(typed);
    const asks = Array.from({ length: 10 }, () => {
      const asked = redeem(deviceCode);
      ways.clock.pass(5 * second);
      return asked;
    });
    expect(await tally(asks)).toEqual({ ok: 1, device_code_invalid: 9 });
    expect(sessions).toHaveLength(1);
  });

  test('is told that it was denied', async () => {
    const { deviceCode, typed } = await begin();
    await deny(typed);
    expect(await outcomeOf(redeem(deviceCode))).toBe('sign_in_denied');
    ways.clock.pass(10 * minute);
    expect(await outcomeOf(redeem(deviceCode))).toBe('device_code_invalid');
    expect(sessions).toEqual([]);
  });

  test('has 10 minutes, approved or not', async () => {
    const [late, never] = [await begin(), await begin()];
    await approve(late.typed);
    ways.clock.pass(10 * minute - 1);
    expect(await outcomeOf(service.get(never.typed, member.id))).toBe('ok');
    ways.clock.pass(1);
    const calls = [redeem(late.deviceCode), redeem(never.deviceCode), service.get(never.typed, member.id)];
    expect(await tally([...calls, approve(never.typed), deny(never.typed)])).toEqual({ device_code_invalid: 5 });
    await begin();
    expect(await rows()).toHaveLength(1);
  });

  test('gets no session with a code that was made up', async () => {
    const { userCode } = await begin();
    for (const madeUp of ['', userCode, 'A'.repeat(43)])
      expect(await outcomeOf(redeem(madeUp))).toBe('device_code_invalid');
  });

  test('finds no place among 1,000 that wait, until one of them is answered', async () => {
    const { typed } = await begin();
    const at = iso(ways.clock.now());
    const others = Array.from({ length: 999 }, (_, index) => ({
      ...{ user_code: `code ${index}`, device_digest: `digest ${index}`, client: '', address: '', state: 'waiting' },
      ...{ created_at: at, expires_at: iso(ways.clock.now() + 10 * minute) },
    }));
    for (let from = 0; from < others.length; from += 100)
      await ways.db('device_codes').insert(others.slice(from, from + 100));
    expect(await outcomeOf(begin())).toBe('rate_limited');
    await deny(typed);
    expect(await tally([begin(), begin()])).toEqual({ ok: 1, rate_limited: 1 });
    ways.clock.pass(10 * minute);
    expect(await outcomeOf(begin())).toBe('ok');
    expect(await rows()).toHaveLength(1);
  });

  test('is given a code that no other has', async () => {
    const same = Buffer.alloc(64, 1);
    const different = Buffer.alloc(64, 2);
    const bytes = [same, same, same, same, different];
    const random = (size: number) => (bytes.shift() ?? different).subarray(0, size);
    // Of each program the device code, then the user code; the second one’s first user code is taken.
    service = deviceCodeService({ ...ways, random, throttle: memoryThrottle(ways.clock), openSession });
    const first = await service.create(lab);
    bytes[0] = different;
    const next = await service.create(lab);
    expect(bytes).toEqual([]);
    expect(next.userCode).not.toBe(first.userCode);
  });
});

describe('a member', () => {
  test('sees who asks, then approves or denies it, once', async () => {
    const [one, other] = [await begin(), await begin()];
    expect(await service.get(one.typed, member.id)).toEqual({
      ...lab,
      createdAt: iso(ways.clock.now()),
      expiresAt: iso(ways.clock.now() + 10 * minute),
    });
    await approve(one.typed);
    await deny(other.typed);
    for (const { typed } of [one, other])
      expect(await tally([service.get(typed, member.id), approve(typed), deny(typed)])).toEqual({
        device_code_invalid: 3,
      });
    expect(await onRecord(ways.db)).toEqual([
      { action: 'device_code.approved', actorId: member.id, subjects: [member.id], data: {} },
      { action: 'device_code.denied', actorId: member.id, subjects: [member.id], data: {} },
    ]);
  });

  test('is the only one to answer, of several at once', async () => {
    const other = await ways.addMember('other@school.example', 'student');
    const { deviceCode, typed } = await begin();
    const answers = [approve(typed, other.id), approve(typed), deny(typed), approve(typed)];
    expect(await tally(answers)).toEqual({ ok: 1, device_code_invalid: 3 });
    expect((await redeem(deviceCode)).member.id).toBe(other.id);
    expect(await onRecord(ways.db)).toHaveLength(1);
  });

  test('may miss 10 codes, however they are guessed and however many at once', async () => {
    const { typed } = await begin();
    const guesses = Array.from({ length: 12 }, (_, index) => `2222222${index % 10}`);
    const ask = [service.get, (code: string) => approve(code), (code: string) => deny(code)];
    const outcomes = await tally(guesses.map((code, index) => ask[index % 3]?.(code, member.id) ?? Promise.reject()));
    expect(outcomes).toEqual({ device_code_invalid: 10, rate_limited: 2 });
    for (const work of [() => service.get(typed, member.id), () => approve(typed), () => deny(typed)])
      expect(await problemOf(work())).toMatchObject({ code: 'rate_limited', options: { retryAfterSeconds: 60 } });
    const other = await ways.addMember('other@school.example', 'student');
    expect(await outcomeOf(service.get(typed, other.id))).toBe('ok');
    ways.clock.pass(minute);
    expect(await outcomeOf(approve(typed))).toBe('ok');
  });

  test('is not held up by codes that are there', async () => {
    const { typed } = await begin();
    for (let i = 0; i < 30; i++) await service.get(typed, member.id);
    expect(await outcomeOf(approve(typed))).toBe('ok');
  });
});

describe('an approved sign-in', () => {
  const change = (fields: Partial<MemberRow>) => ways.db('members').where({ id: member.id }).update(fields);
  const approved = async () => {
    const { deviceCode, typed } = await begin();
    await approve(typed);
    return deviceCode;
  };

  test('of a suspended member gives no session, also after they are restored', async () => {
    const deviceCode = await approved();
    await change({ suspended_at: iso(ways.clock.now()) });
    expect(await outcomeOf(redeem(deviceCode))).toBe('member_suspended');
    await change({ suspended_at: null });
    ways.clock.pass(5 * second);
    expect(await outcomeOf(redeem(deviceCode))).toBe('device_code_invalid');
  });

  test('of a member who withdrew gives none', async () => {
    const deviceCode = await approved();
    await change({ withdrawn_at: iso(ways.clock.now()) });
    expect(await outcomeOf(redeem(deviceCode))).toBe('device_code_invalid');
  });

  test('does not outlive a password that is changed while it is redeemed', async () => {
    const deviceCode = await approved();
    const late = deviceCodeService({
      ...{ ...ways, throttle: memoryThrottle(ways.clock) },
      openSession: async (...given) => {
        await change({ password_hash: 'another' });
        return openSession(...given);
      },
    });
    expect(await outcomeOf(late.redeem(deviceCode, visitor))).toBe('device_code_invalid');
    expect(sessions).toEqual([]);
  });

  test('goes with the sign-ins of its member, and nobody else’s', async () => {
    const other = await ways.addMember('other@school.example', 'student');
    const [own, waiting, others] = [await approved(), await begin(), await begin()];
    await approve(others.typed, other.id);
    await deviceCodeStore(ways.db).deleteApprovedBy(member.id);
    expect(await outcomeOf(redeem(own))).toBe('device_code_invalid');
    expect(await outcomeOf(redeem(waiting.deviceCode))).toBe('sign_in_pending');
    expect(await outcomeOf(redeem(others.deviceCode))).toBe('ok');
  });
});

test('the device code is not in the database', async () => {
  const { deviceCode, userCode, typed } = await begin();
  const waiting = await everythingIn(ways.db);
  await approve(typed);
  expect(waiting).toContain(userCode.replace('-', ''));
  for (const written of [waiting, await everythingIn(ways.db)]) expect(written).not.toContain(deviceCode);
});
