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

/** A LIKE pattern that finds `text` anywhere, with its own wildcards taken literally (escape character: backslash). */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
