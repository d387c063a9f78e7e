/** A check that a column holds one of these words. */
export const oneOf = (column: string, values: readonly string[]): string =>
  `${column} in (${values.map((value) => `'${value}'`).join(', ')})`;

/** Money and records are in this file: there is no way back that loses them. */
export async function forwardOnly(): Promise<void> {
  throw new Error('Migrations only go forward; restore a backup instead');
}
