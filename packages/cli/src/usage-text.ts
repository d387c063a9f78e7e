import type { Language } from './i18n/index.js';

/** What commander says of a line that it cannot parse, in English, and the same in Korean. */
const inKorean: readonly (readonly [said: RegExp, korean: string])[] = [
  [/^missing required argument '(.+)'$/, '"$1" 인자가 없습니다.'],
  [
    /^too many arguments(?: for '.+')?\. Expected (\d+) arguments? but got (\d+)\.$/,
    '인자가 $1개여야 하는데 $2개입니다.',
  ],
  [/^required option '(.+)' not specified$/, '"$1" 옵션이 필요합니다.'],
  [/^option '(.+)' argument missing$/, '"$1" 옵션의 값이 없습니다.'],
  [
    /^option '(.+)' argument '(.*)' is invalid\. Allowed choices are (.+)\.$/,
    '"$1" 옵션에 "$2" 값은 쓸 수 없습니다. 쓸 수 있는 값: $3',
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '(.+)'\. Allowed choices are (.+)\.$/,
    '"$2" 인자에 "$1" 값은 쓸 수 없습니다. 쓸 수 있는 값: $3',
  ],
  [/^unknown option '(.+)'$/, '"$1" 옵션이 없습니다.'],
  [/^unknown command '(.+)'$/, '"$1" 명령이 없습니다.'],
];

const suggestion = / \(Did you mean (?:one of )?(.+)\?\)$/;

/** What is wrong with a command line, in the language of who typed it; in English where commander has found new words. */
export function usageText(said: string, language: Language): string {
  const message = said.replace(/^error: /, '').replace(/\n/g, ' ');
  if (language === 'en') return message;
  const similar = suggestion.exec(message)?.[1];
  const plain = message.replace(suggestion, '');
  const [pattern, korean] = inKorean.find(([pattern]) => pattern.test(plain)) ?? [];
  if (pattern === undefined || korean === undefined) return message;
  return plain.replace(pattern, korean) + (similar === undefined ? '' : ` 비슷한 것: ${similar}`);
}
