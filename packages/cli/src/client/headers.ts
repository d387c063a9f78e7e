import manifest from '../../package.json' with { type: 'json' };
import type { Language } from '../i18n/index.js';

/** What every request says of this program: the language of its texts, and its name for the record. */
export const headersIn = (language: Language) => ({
  'accept-language': language,
  'user-agent': `didacto/${manifest.version}`,
});
