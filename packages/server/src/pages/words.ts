import type { Language } from '../platform/problem.js';

/** The words of a page, both languages side by side; gives those of one. */
export const words =
  <K extends string>(pairs: Readonly<Record<K, Readonly<Record<Language, string>>>>) =>
  (language: Language) =>
  (key: K): string =>
    pairs[key][language];
