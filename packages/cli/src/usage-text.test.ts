import { describe, expect, it } from 'vitest';
import { runCli } from './testing/run-cli.js';

// Whole command lines: what the parser's library says of them may change with it.
const wrong: readonly (readonly [line: string[], english: string, korean: string])[] = [
  [['view', 'Web'], "missing required argument 'student'", '"student" 인자가 없습니다.'],
  [['wall', 'Web', 'x'], "too many arguments for 'wall'", '인자가 1개여야 하는데 2개입니다.'],
  [['lecture', 'create'], "required option '--title <title>' not specified", '"--title <title>" 옵션이 필요합니다.'],
  [['wall', 'Web', '--server'], "option '--server <url>' argument missing", '"--server <url>" 옵션의 값이 없습니다.'],
  [
    ['consent', 'set', 'Web', '--voice', 'maybe'],
    "option '--voice <answer>' argument 'maybe' is invalid",
    '"--voice <answer>" 옵션에 "maybe" 값은 쓸 수 없습니다. 쓸 수 있는 값: yes, no',
  ],
  [
    ['view', 'Web', 'x', '--ttyy'],
    "unknown option '--ttyy' (Did you mean",
    '"--ttyy" 옵션이 없습니다. 비슷한 것: --tty',
  ],
  [['vew'], "unknown command 'vew' (Did you mean", '"vew" 명령이 없습니다. 비슷한 것: view'],
];

describe('a command line that is wrong', () => {
  it.each(wrong)('says so in the language of who typed it: %j', async (line, english, korean) => {
    const inEnglish = await runCli(line, { env: { DIDACTO_LANG: 'en' } });
    expect(inEnglish).toMatchObject({ code: 2, stdout: '' });
    expect(inEnglish.stderr).toContain(english);
    const inKorean = await runCli(line, { env: { DIDACTO_LANG: 'ko' } });
    expect(inKorean).toMatchObject({ code: 2, stdout: '' });
    expect(inKorean.stderr).toContain(korean);
  });
});
