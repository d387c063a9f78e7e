import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDidacto } from '@didacto/sdk';
import { Password } from '@didacto/sdk/contract';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../packages/server/src/config.js';
import { createLogger } from '../../packages/server/src/platform/logger.js';
import { argonPasswords } from '../../packages/server/src/platform/passwords.js';
import { startServer } from '../../packages/server/src/server.js';
import { outcomeOf } from '../../packages/server/src/testing/outcomes.js';
import { shiftedClock } from '../../packages/server/src/testing/shifted-clock.js';
import { password, startTestServer, testEnvironment } from '../../packages/server/src/testing/test-server.js';

const cheap = { memoryKib: 8, passes: 1 };
const isTaken = (text: string) => Password.safeParse(text).success;

describe('a password', () => {
  test('of 64 to 128 characters is taken, and one of 129 is not', () => {
    expect([64, 100, 128, 129].map((length) => isTaken('x'.repeat(length)))).toEqual([true, true, true, false]);
  });

  test('may be of any characters, and none must be in it', () => {
    for (const text of [
      'all lower case',
      '        spaces',
      '모든 글자를 쓸 수 있어요',
      '🦊🦊🦊🦊🦊🦊🦊🦊',
      '12345678901234',
      '\u00a0~`"\'\\<>',
    ])
      expect([text, isTaken(text)]).toEqual([text, true]);
  });

  test('counts to its last character, and no character is taken for another', async () => {
    const passwords = await argonPasswords(cheap);
    const long = `${'가'.repeat(127)}x`;
    const kept = await passwords.hash(long);
    expect(await passwords.matches(kept, long)).toBe(true);
    for (const other of [`${'가'.repeat(127)}y`, long.slice(0, -1), `${long} `, long.toUpperCase(), ` ${long}`])
      expect([other, await passwords.matches(kept, other)]).toEqual([other, false]);
  });

  test('is kept as argon2id of the cost in the configuration, each with a salt of its own', async () => {
    const { argon2 } = readConfig({});
    const passwords = await argonPasswords(argon2);
    const [one, two] = [await passwords.hash('the same password'), await passwords.hash('the same password')];
    const cost = `m=${argon2.memoryKib},t=${argon2.passes},p=1`;
    const [, kind, , shown, salt = ''] = one.split('$');
    expect([kind, shown]).toEqual(['argon2id', cost]);
    // OWASP's least: 19 MiB and 2 passes.
    expect(argon2.memoryKib * argon2.passes).toBeGreaterThanOrEqual(2 * 19_456);
    expect(Buffer.from(salt, 'base64').length).toBeGreaterThanOrEqual(16);
    expect(two.split('$')[4]).not.toBe(salt);
  });

  test('never has to be changed, and may come back', async () => {
    const clock = shiftedClock();
    const school = await startTestServer({ effects: { clock } });
    try {
      const { member } = await school.person('student');
      clock.pass(10 * 365 * 86_400_000);
      const session = await school.visitor.sessions.signIn({ email: member.email, password });
      const { members } = createDidacto({ baseUrl: school.url, auth: session.accessToken });
      for (const [currentPassword, next] of [
        [password, 'another good sentence'],
        ['another good sentence', password],
      ] as const)
        expect(await outcomeOf(members.updateMe({ password: next, currentPassword }))).toBe('ok');
    } finally {
      await school.stop();
    }
  });
});

test('a new server has no account of its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-new-'));
  const server = await startServer(readConfig(testEnvironment(folder)), { log: createLogger('silent') });
  try {
    expect(await server.db('members').select('id')).toEqual([]);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
