import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Database, openDatabase } from '../../packages/server/src/platform/database.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/security.md'), 'utf8');

/** The rows of the first table under this head, as their cells. */
function rowsUnder(head: string): string[][] {
  const lines = page.split('\n');
  const start = lines.indexOf(head);
  const after = lines.slice(start + 2);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return start === -1
    ? []
    : after.slice(0, end).map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
}

const kept = rowsUnder('| Table | Class | What is in it | Until |');
const classes = rowsUnder('| Class | What it is | How it is guarded |').map(([name]) => name);

let db: Database;
beforeAll(async () => {
  db = await openDatabase(':memory:');
});
afterAll(() => db.destroy());

describe('the list of what is kept', () => {
  test('has each table of the database, and no other', async () => {
    const own = "type = 'table' and name not like 'sqlite_%' and name not like 'knex_%'";
    const rows: unknown = await db('sqlite_master').whereRaw(own).select('name');
    const tables = z
      .array(z.object({ name: z.string() }))
      .parse(rows)
      .map(({ name }) => `\`${name}\``);
    expect(kept.map(([name]) => name).toSorted()).toEqual(tables.toSorted());
  });

  test('says of each its class, what is in it and when it goes', () => {
    expect(classes.length).toBeGreaterThan(0);
    for (const [name, kind, content, until] of kept) {
      expect(classes, name).toContain(kind);
      expect([content, until], name).not.toContain('');
    }
  });
});
