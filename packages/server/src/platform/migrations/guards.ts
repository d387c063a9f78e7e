import type { Knex } from 'knex';

export interface Guard {
  readonly table: string;
  readonly on: 'update' | 'delete';
  /** What must hold of the row, `new` or `old`; by default it is always refused. */
  readonly unless?: string;
  readonly message: string;
}

/** A trigger that refuses a change of a row, on SQLite and PostgreSQL. */
export async function refuse(knex: Knex, { table, on, unless = 'false', message }: Guard): Promise<void> {
  if (isSqlite(knex)) {
    await knex.raw(
      `create trigger ${table}_${on} before ${on} on ${table} for each row when not (${unless}) ` +
        `begin select raise(abort, '${message}'); end`,
    );
    return;
  }
  const raise = `raise exception '${message}';`;
  await trigger(knex, table, on, 'row', `if not (${unless}) then ${raise} end if;`);
  // A truncation passes by what guards rows.
  if (on === 'delete') await trigger(knex, table, 'truncate', 'statement', raise);
}

interface Chain {
  readonly table: string;
  /** The table of one row that holds `seq` and `hash` of the newest one. */
  readonly head: string;
  readonly message: string;
  /** What else must hold of the new row, before it becomes the head. */
  readonly requires?: readonly { readonly condition: string; readonly message: string }[];
}

/** A row follows the head and becomes it: there is no way to write one without the other, nor two after one. */
export async function followHead(knex: Knex, { table, head, message, requires = [] }: Chain): Promise<void> {
  const move = `update ${head} set seq = new.seq, hash = new.hash where seq = new.seq - 1 and hash = new.previous_hash`;
  if (isSqlite(knex)) {
    const checks = requires.map((one) => `select raise(abort, '${one.message}') where not (${one.condition}); `);
    await knex.raw(
      `create trigger ${table}_insert before insert on ${table} for each row ` +
        `begin ${checks.join('')}${move}; select raise(abort, '${message}') where changes() = 0; end`,
    );
    return;
  }
  const checks = requires.map((one) => `if not (${one.condition}) then raise exception '${one.message}'; end if; `);
  await trigger(
    knex,
    table,
    'insert',
    'row',
    `${checks.join('')}${move}; if not found then raise exception '${message}'; end if;`,
  );
}

interface InsertGuard {
  readonly table: string;
  /** What must hold of the new row. */
  readonly unless: string;
  readonly message: string;
}

/** A trigger that refuses a new row. SQLite's `insert or replace` passes by triggers on deletion, so this must name them. */
export async function refuseInsert(knex: Knex, { table, unless, message }: InsertGuard): Promise<void> {
  if (isSqlite(knex)) {
    await knex.raw(
      `create trigger ${table}_insert before insert on ${table} for each row when not (${unless}) ` +
        `begin select raise(abort, '${message}'); end`,
    );
    return;
  }
  await trigger(knex, table, 'insert', 'row', `if not (${unless}) then raise exception '${message}'; end if;`);
}

/** PostgreSQL's triggers call functions. */
async function trigger(knex: Knex, table: string, on: string, each: 'row' | 'statement', body: string): Promise<void> {
  const name = `${table}_${on}`;
  const back = each === 'row' ? 'return coalesce(new, old);' : '';
  await knex.raw(`create function ${name}() returns trigger language plpgsql as $$ begin ${body} ${back} end $$`);
  await knex.raw(`create trigger ${name} before ${on} on ${table} for each ${each} execute function ${name}()`);
}

const isSqlite = (knex: Knex): boolean => knex.client.dialect === 'sqlite3';
