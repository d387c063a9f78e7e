export type Language = 'en' | 'ko';

/** The language of this computer's user. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const chosen = [env.DIDACTO_LANG, env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value);
  const wanted = chosen ?? Intl.DateTimeFormat().resolvedOptions().locale;
  return wanted.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
