const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** What a reader may look at: anything, until it is checked. */
export type Fields = Readonly<Record<string, unknown>>;

export const writeJson = (value: object): Uint8Array => encoder.encode(JSON.stringify(value));

/** The object in `bytes`; undefined where there is none, or more bytes than `most`. */
export function readJson(bytes: Uint8Array, most: number): Fields | undefined {
  if (bytes.length > most) return undefined;
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isSafeInteger(value) && typeof value === 'number' && value >= least && value <= most;

export const isNumber = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most;

/** Text of whole characters: a half of a surrogate pair is none. */
export const isText = (value: unknown, least: number, most: number): value is string =>
  typeof value === 'string' && value.length >= least && value.length <= most && !/\p{Surrogate}/u.test(value);

export const isOneOf = <T extends string>(value: unknown, of: readonly T[]): value is T =>
  of.some((each) => each === value);
