import { command } from '../../command.js';
import { serviceAccountId } from '../../resolve/service-account.js';
import { newTokenOptions } from '../token/new-token-options.js';
import { showNewToken } from '../token/view.js';
import { accountArgument } from './view.js';

export const serviceAccountCreateToken = command({
  name: 'create-token',
  summary: { en: 'Create an access token of a service account', ko: '서비스 계정의 액세스 토큰을 만듭니다' },
  args: { account: accountArgument },
  options: newTokenOptions,
  examples: [
    'didacto service-account create-token "학사 연동" --name 운영 --scope members:write > token.txt',
    'didacto service-account create-token Timetable --name ci --scope lectures:read lessons:read --json',
  ],
  changes: true,
  run: async (cli, { account, name, scope, expiresInDays }) => {
    const memberId = await serviceAccountId(cli, account);
    const { serviceAccounts } = await cli.api();
    showNewToken(cli, await serviceAccounts.createToken({ memberId, name, scopes: [...scope], expiresInDays }));
  },
});
