import { usageError } from './cli-error.js';
import type { Text } from './i18n/text.js';

/** One argument or option: how it is shown, and how its typed value is read. */
export interface Param<T> {
  readonly text: Text;
  /** Placeholder of an option's value; absent for a flag. */
  readonly value?: string;
  readonly short?: string;
  readonly choices?: readonly string[];
  readonly required?: true;
  /** Takes all that follow. */
  readonly many?: true;
  /** On without it; typed, `--no-…` puts it off. */
  readonly negated?: true;
  readonly read: (raw: unknown, key: string) => T;
}

/** `labName` as it is typed: `--lab-name`. */
export const flagOf = (key: string): string => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const asText = (raw: unknown): string | undefined => (typeof raw === 'string' ? raw : undefined);

function needed(raw: unknown, key: string): string {
  const text = asText(raw);
  if (text === undefined) throw usageError(`${flagOf(key)} is needed`);
  return text;
}

/** An option with a value, or an argument that may be left out. */
export const text = (value: string, about: Text): Param<string | undefined> => ({ text: about, value, read: asText });

/** An option or argument that must be there. */
export const neededText = (value: string, about: Text): Param<string> => ({
  text: about,
  value,
  required: true,
  read: needed,
});

/** One or more arguments; none where `optional`. */
export const manyTexts = (value: string, about: Text, { optional = false } = {}): Param<readonly string[]> => ({
  text: about,
  value,
  many: true,
  ...(!optional && { required: true }),
  read: (raw) => (Array.isArray(raw) ? raw.filter((part) => typeof part === 'string') : []),
});

/** One or more of a few values; commander refuses others. */
export const neededChoices = <const C extends string>(
  value: string,
  choices: readonly C[],
  about: Text,
): Param<readonly C[]> => ({
  text: about,
  value,
  choices,
  many: true,
  required: true,
  read: (raw) => choices.filter((one) => Array.isArray(raw) && raw.includes(one)),
});

/** Some of a few values with commas between them, or `none`. */
export const someOf = <const C extends string>(
  value: string,
  choices: readonly C[],
  about: Text,
): Param<readonly C[] | undefined> => ({
  text: about,
  value,
  read: (raw, key) => {
    const typed = asText(raw)
      ?.split(',')
      .map((part) => part.trim());
    if (typed === undefined || (typed.length === 1 && typed[0] === 'none')) return typed && [];
    const known = choices.filter((one) => typed.includes(one));
    if (!typed.every((part) => known.some((one) => one === part)))
      throw usageError(`${flagOf(key)} must be none, or of ${choices.join(', ')}`);
    return known;
  },
});

/** A time in ISO 8601, as the API takes it. A date alone is the whole local day: its `end`, or its beginning. */
export const time = (about: Text, { end = false } = {}): Param<string | undefined> => ({
  text: about,
  value: 'time',
  read: (raw, key) => {
    const typed = asText(raw);
    if (typed === undefined) return undefined;
    const day = /^\d{4}-\d{2}-\d{2}$/.test(typed);
    const at = new Date(day ? `${typed}T${end ? '23:59:59.999' : '00:00:00'}` : typed);
    if (Number.isNaN(at.getTime()))
      throw usageError(`${flagOf(key)} must be a time such as 2026-11-21 or 2026-11-21T09:00`);
    return at.toISOString();
  },
});

/** An option that is on or off. */
export const flag = (about: Text, short?: string): Param<boolean> => ({
  text: about,
  ...(short !== undefined && { short }),
  read: (raw) => raw === true,
});

/** What is done unless `--no-…` is typed. */
export const unless = (about: Text): Param<boolean> => ({ text: about, negated: true, read: (raw) => raw !== false });

/** An option with one of a few values; commander refuses others. */
export const choice = <const C extends string>(
  value: string,
  choices: readonly C[],
  about: Text,
): Param<C | undefined> => ({
  text: about,
  value,
  choices,
  read: (raw) => choices.find((one) => one === raw),
});

/** A choice that must be made. */
export const neededChoice = <const C extends string>(value: string, choices: readonly C[], about: Text): Param<C> => ({
  text: about,
  value,
  choices,
  required: true,
  read: (raw, key) => {
    const chosen = choices.find((one) => one === raw);
    if (chosen === undefined) throw usageError(`${flagOf(key)} is needed`);
    return chosen;
  },
});

/** A whole number of at least `min`. */
export const wholeNumber = (value: string, about: Text, min = 1): Param<number | undefined> => ({
  text: about,
  value,
  read: (raw, key) => {
    if (raw === undefined) return undefined;
    const number = Number(raw);
    if (!Number.isSafeInteger(number) || number < min)
      throw usageError(`${flagOf(key)} must be a whole number from ${min}`);
    return number;
  },
});

/** How many items of a list to fetch. */
export const limit = wholeNumber('n', { en: 'at most so many; all without it', ko: '최대 개수, 없으면 전부' });
