import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMailer } from './create-mailer.js';
import type { Letter } from './mailer.js';
import { ownedClock } from './testing/owned-clock.js';

const from = 'School <no-reply@school.example>';
const letter = (subject: string): Letter => ({
  to: 'haeun@school.example',
  subject,
  text: '안녕하세요.\n\n.점으로 시작하는 줄',
  html: '<p>안녕하세요.</p>',
});

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'didacto-mail-'));
  folder = join(parent, 'outbox');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test('a letter becomes one complete file', async () => {
  const clock = ownedClock();
  const mailer = await createMailer({ kind: 'file', from, folder }, { clock });
  await mailer.send(letter('제목'));
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(name).toMatch(/^2026-03-02T00-00-00-000Z-[0-9a-z]{26}\.eml$/);
  const mail = await simpleParser(readFileSync(join(folder, name)));
  expect(mail).toMatchObject({
    subject: '제목',
    html: '<p>안녕하세요.</p>',
    text: '안녕하세요.\n\n.점으로 시작하는 줄',
    date: new Date(clock.now()),
    from: { value: [{ name: 'School', address: 'no-reply@school.example' }] },
    to: { value: [{ address: 'haeun@school.example' }] },
  });
});

test.skipIf(process.platform === 'win32')('letters are read by the server’s user only', async () => {
  const mailer = await createMailer({ kind: 'file', from, folder }, { clock: ownedClock() });
  await mailer.send(letter('a'));
  const modes = [folder, ...readdirSync(folder).map((name) => join(folder, name))].map((path) =>
    (statSync(path).mode & 0o777).toString(8),
  );
  expect(modes).toEqual(['700', '600']);
});

test('files sort by time, also within a millisecond', async () => {
  const clock = ownedClock();
  const mailer = await createMailer({ kind: 'file', from, folder }, { clock });
  const subjects = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (const [index, subject] of subjects.entries()) {
    if (index === 3) clock.pass(60_000);
    await mailer.send(letter(subject));
  }
  const files = readdirSync(folder).sort();
  const found = await Promise.all(files.map((name) => simpleParser(readFileSync(join(folder, name)))));
  expect(found.map(({ subject }) => subject)).toEqual(subjects);
});

test('what cannot be written is told, without the letter', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  const mailer = await createMailer({ kind: 'file', from, folder }, { clock: ownedClock() });
  await expect(mailer.send(letter('a'))).rejects.toMatchObject({ reason: 'storage', isTemporary: true });
  expect(readdirSync(parent)).toEqual(['outbox']);
});
