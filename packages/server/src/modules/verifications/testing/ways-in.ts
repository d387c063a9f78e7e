import { generateKeyPairSync, sign } from 'node:crypto';
import type { AuditEntry, Role } from '@didacto/sdk/contract';
import { iso } from '../../../platform/clock.js';
import { type Database, openDatabase } from '../../../platform/database.js';
import { idFactory, systemRandom } from '../../../platform/ids.js';
import type { Letter } from '../../../platform/mail/mailer.js';
import { ownedClock } from '../../../platform/mail/testing/owned-clock.js';
import { passwordPolicy } from '../../../platform/password-policy.js';
import { argonPasswords } from '../../../platform/passwords.js';
import { Problem } from '../../../platform/problem.js';
import type { Actor } from '../../audit/actor.js';
import { auditStore } from '../../audit/store.js';
import { auditTrail } from '../../audit/trail.js';
import { memberMaker } from '../../members/maker.js';

export const visitor: Actor = {
  ...{ kind: 'anonymous', id: null, tokenId: null },
  ...{ address: '192.0.2.7', client: 'a browser', requestId: 'req' },
};
export const asActor = (id: string): Actor => ({ ...visitor, kind: 'member', id });

/** What every way in needs, over a database in memory and a clock of the test's own; its mails are kept in `letters`. */
export async function openWaysIn() {
  const db = await openDatabase(':memory:');
  const clock = ownedClock();
  const random = systemRandom;
  const newId = idFactory(clock, random);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const identity = {
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
    sign: (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
  const audit = auditTrail({ clock, random, identity });
  const passwords = await argonPasswords({ memoryKib: 8, passes: 1 });
  const maker = memberMaker({ clock, newId, passwords, policy: passwordPolicy(), audit });
  const letters: Letter[] = [];
  const mailing = {
    postman: { post: (letter: Letter) => void letters.push(letter) },
    publicUrl: () => 'https://school.example',
    institutionName: async () => '한빛 학원',
    timeZone: 'Asia/Seoul',
  };
  const addMember = async (email: string, role: Role, change: Readonly<Record<string, string>> = {}) => {
    const row = { id: newId('mem'), email, role, name: '하은', grade: 'free', password_hash: '-' };
    await db('members').insert({ ...row, created_at: iso(clock.now()), ...change });
    return row;
  };
  return { db, clock, random, newId, audit, maker, letters, addMember, ...mailing };
}

/** `ok`, or the code of the problem. */
export const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof Problem) return error.code;
      throw error;
    },
  );

/** How many of some work, done at once, ended in which way. */
export async function tally(work: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.all(work.map(outcomeOf))) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** What is on record, oldest first. */
export async function onRecord(db: Database): Promise<Pick<AuditEntry, 'action' | 'actorId' | 'subjects' | 'data'>[]> {
  const { data } = await auditStore(db).page({ order: 'asc' }, { limit: 1_000 });
  return data.map(({ action, actorId, subjects, data }) => ({ action, actorId, subjects, data }));
}

/** Every row of every table as text, to look for what must not be there. */
export async function everythingIn(db: Database): Promise<string> {
  const tables: { name: string }[] = await db('sqlite_master').where({ type: 'table' }).select('name');
  const rows = await Promise.all(tables.map(({ name }) => db(name).select('*')));
  return JSON.stringify(rows);
}
