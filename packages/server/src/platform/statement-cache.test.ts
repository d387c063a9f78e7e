import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from './database.js';

let folder: string;
let db: Database;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'didacto-statements-'));
  db = await openDatabase(join(folder, 'kept.db'));
  await db.schema.createTable('words', (table) => {
    table.string('word').primary();
    table.integer('count').notNullable();
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const add = (word: string) => db('words').insert({ word, count: 1 });

test('a statement that is kept is given its own values each time, and counts its own changes', async () => {
  for (const word of ['one', 'two', 'three']) await add(word);
  expect(await db('words').where({ word: 'two' }).update({ count: 2 })).toBe(1);
  expect(await db('words').where({ word: 'four' }).update({ count: 4 })).toBe(0);
  expect(await db('words').where({ word: 'two' }).first('count')).toEqual({ count: 2 });
  expect(await db('words').where({ word: 'one' }).first('count')).toEqual({ count: 1 });
});

test('after it failed it works again, and the connection with it', async () => {
  await expect(add('one')).rejects.toThrow(/UNIQUE/);
  await expect(db.transaction((tx) => tx('words').insert({ word: 'one', count: 1 }))).rejects.toThrow(/UNIQUE/);
  await add('five');
  expect(await db('words').pluck('word')).toContain('five');
  await expect(db('no_words').select()).rejects.toThrow(/no such table/);
  await expect(db('no_words').select()).rejects.toThrow(/no such table/);
});

test('it sees a table that was changed since', async () => {
  const all = () => db('words').where({ word: 'five' }).first();
  expect(Object.keys(await all())).toEqual(['word', 'count']);
  await db.schema.alterTable('words', (table) => table.string('meaning'));
  expect(Object.keys(await all())).toEqual(['word', 'count', 'meaning']);
});

test('of more statements than are kept each works, also those that were let go', async () => {
  const withMany = (n: number) =>
    db('words').whereIn(
      'word',
      Array.from({ length: n }, (_, k) => (k === 0 ? 'one' : `no ${k}`)),
    );
  for (const n of [...Array.from({ length: 520 }, (_, k) => k + 1), 1, 2, 3])
    expect(await withMany(n).pluck('word')).toEqual(['one']);
});

test('many at once of one statement are as many answers', async () => {
  const words = await Promise.all(['one', 'two', 'three'].map((word) => db('words').where({ word }).first('word')));
  expect(words).toEqual([{ word: 'one' }, { word: 'two' }, { word: 'three' }]);
});

test('a database whose statements are kept can be closed, and opened again', async () => {
  await db.destroy();
  const again = await openDatabase(join(folder, 'kept.db'));
  expect(await again('words').where({ word: 'one' }).first('count')).toEqual({ count: 1 });
  await again.destroy();
});
