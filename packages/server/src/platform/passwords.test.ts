import { expect, test } from 'vitest';
import { argonPasswords } from './passwords.js';

const cheap = { memoryKib: 8, passes: 1 };

test('a password fits its hash, however its characters are composed, and no other does', async () => {
  const passwords = await argonPasswords(cheap);
  const hash = await passwords.hash('가나다라 마바사');
  expect(await passwords.matches(hash, '가나다라 마바사'.normalize('NFD'))).toBe(true);
  expect(await passwords.matches(hash, '가나다라 마바아')).toBe(false);
});

test('without a hash nothing fits, not even what the stand-in was made of', async () => {
  const passwords = await argonPasswords(cheap);
  for (const stored of [undefined, '']) expect(await passwords.matches(stored, 'nobody')).toBe(false);
});

test('a hash of another cost is outdated', async () => {
  const passwords = await argonPasswords(cheap);
  const older = await argonPasswords({ memoryKib: 16, passes: 1 });
  expect(passwords.isOutdated(await passwords.hash('x'))).toBe(false);
  expect(passwords.isOutdated(await older.hash('x'))).toBe(true);
});

test('many at once are all served, also after one that failed', async () => {
  const passwords = await argonPasswords(cheap);
  const hash = await passwords.hash('x');
  const works = Array.from({ length: 20 }, (_, n) =>
    passwords.matches(n % 5 === 0 ? 'no hash at all' : hash, 'x').catch(() => 'failed'),
  );
  const outcomes = await Promise.all(works);
  expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(16);
  expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(4);
});
