import type { Language } from './index.js';

/** One text in every language, for tables that are written where they are used. */
export type Text = Readonly<Record<Language, string>>;
