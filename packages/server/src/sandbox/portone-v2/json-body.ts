export type Fields = Readonly<Record<string, unknown>>;

/** The JSON object in a body, empty for none; undefined where it is something else. */
export function fieldsIn(body: string): Fields | undefined {
  if (body === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** An integer that is not below 0, or nothing; anything else is `invalid`. */
export function amountIn(fields: Fields, name: string): number | undefined | 'invalid' {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 'invalid';
}
