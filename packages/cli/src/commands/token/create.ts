import { command } from '../../command.js';
import { passwordOptions, readPassword } from '../../input/password.js';
import { newTokenOptions } from './new-token-options.js';
import { showNewToken } from './view.js';

export const tokenCreate = command({
  name: 'create',
  summary: { en: 'Create an access token for programs', ko: '프로그램이 쓸 액세스 토큰을 만듭니다' },
  details: {
    en: 'It can never do more than you can. Its text goes to stdout, once.',
    ko: '본인이 할 수 있는 일만 할 수 있습니다. 토큰은 표준 출력에 한 번만 나옵니다.',
  },
  options: { ...newTokenOptions, ...passwordOptions },
  examples: [
    'didacto token create --name "시간표 연동" --scope lectures:read lessons:write > token.txt',
    'didacto token create --name backup --scope audit:read --expires-in-days 365 --password-file pw.txt --json',
  ],
  changes: true,
  run: async (cli, { name, scope, expiresInDays, ...source }) => {
    const password = await readPassword(cli, source);
    const { accessTokens } = await cli.api();
    showNewToken(cli, await accessTokens.create({ name, scopes: [...scope], expiresInDays, password }));
  },
});
