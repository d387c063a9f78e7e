import { command } from '../../command.js';
import { limit } from '../../params.js';
import { serviceAccountColumns } from './view.js';

export const serviceAccountList = command({
  name: 'list',
  summary: { en: 'List service accounts, newest first', ko: '서비스 계정 목록을 최근 순으로 봅니다' },
  options: { limit },
  examples: ['didacto service-account list', 'didacto service-account list --json'],
  run: async (cli, { limit }) => {
    const accounts = await (await cli.api()).serviceAccounts.list({ limit: 200 }).toArray({ limit });
    cli.out.list(accounts, serviceAccountColumns(cli), cli.text.talk.none);
  },
});
