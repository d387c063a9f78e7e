import { describe, expect, it } from 'vitest';
import { chooseLanguage, messages } from './index.js';

/** The paths of all texts below a table, so that two tables can be compared. */
function paths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}:${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`));
}

describe('messages', () => {
  it('has the same texts in both languages', () => {
    expect(paths(messages('ko'))).toEqual(paths(messages('en')));
  });
});

describe('a link on the wall', () => {
  it('comes first, so that a narrow terminal cuts off the words and not the link', () => {
    const link = 'http://127.0.0.1:35687/#DBz0wp_dXXAu8uS1RVSv_w';
    for (const language of ['en', 'ko'] as const)
      expect(messages(language).view.notOpenedHere(link)).toMatch(new RegExp(`^${link} `));
  });
});

describe('chooseLanguage', () => {
  it('asks the flag, then DIDACTO_LANG, then the locale', () => {
    expect(chooseLanguage({ LANG: 'ko_KR.UTF-8' })).toBe('ko');
    expect(chooseLanguage({ LANG: 'ko_KR.UTF-8', LC_ALL: 'C' })).toBe('en');
    expect(chooseLanguage({ LANG: 'en_US.UTF-8', DIDACTO_LANG: 'ko' })).toBe('ko');
    expect(chooseLanguage({ DIDACTO_LANG: 'ko' }, 'en')).toBe('en');
    expect(chooseLanguage({})).toBe('en');
  });
});
