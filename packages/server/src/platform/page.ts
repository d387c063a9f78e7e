import type { Knex } from 'knex';

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/**
 * One page by id: the cursor is the last id seen, so that rows added meanwhile neither repeat nor hide any.
 * `column` is the id's, qualified where tables are joined.
 */
export async function pageById<Row, Item>(
  query: Knex.QueryBuilder,
  { cursor, limit }: PageRequest,
  column: string,
  direction: 'asc' | 'desc',
  idOf: (item: Item) => string,
  toItem: (row: Row) => Item,
): Promise<{ data: Item[]; nextCursor: string | null }> {
  if (cursor !== undefined) query.where(column, direction === 'asc' ? '>' : '<', cursor);
  const rows: Row[] = await query.orderBy(column, direction).limit(limit + 1);
  const data = rows.slice(0, limit).map(toItem);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last !== undefined ? idOf(last) : null };
}

/** The same by a number; a cursor that is none begins at the beginning; PostgreSQL refuses to compare it. */
export const pageByNumber = <Row, Item>(
  query: Knex.QueryBuilder,
  { cursor, limit }: PageRequest,
  column: string,
  direction: 'asc' | 'desc',
  numberOf: (item: Item) => number,
  toItem: (row: Row) => Item,
): Promise<{ data: Item[]; nextCursor: string | null }> =>
  pageById<Row, Item>(
    query,
    { cursor: isInteger(cursor) ? cursor : undefined, limit },
    column,
    direction,
    (item) => String(numberOf(item)),
    toItem,
  );

/** Of 32 bits: PostgreSQL's `integer` has no more. */
const isInteger = (text: string | undefined): boolean =>
  text !== undefined && /^-?\d{1,10}$/.test(text) && Number(text) === (Number(text) | 0);

interface Page<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
}

/** All items of a list, page by page. */
export async function everyPage<Item>(fetchPage: (request: PageRequest) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  do {
    const { data, nextCursor } = await fetchPage({ cursor, limit: 200 });
    all.push(...data);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** A LIKE pattern that finds `text` anywhere, with its own wildcards taken literally (escape character: backslash). */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
