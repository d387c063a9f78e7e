import { command } from '../../command.js';
import { choice, limit, text } from '../../params.js';
import { memberColumns, roles } from './view.js';

export const memberList = command({
  name: 'list',
  summary: { en: 'List members, newest first', ko: '회원 목록을 최근 순으로 봅니다' },
  options: {
    keyword: text('words', { en: 'words of the name or e-mail', ko: '이름이나 이메일의 낱말' }),
    role: choice('role', roles, { en: 'only this role', ko: '이 역할만' }),
    limit,
  },
  examples: [
    'didacto member list --role instructor',
    'didacto member list --keyword 김하늘',
    'didacto member list --json --limit 10',
  ],
  run: async (cli, { keyword, role, limit }) => {
    const members = await (await cli.api()).members.list({ keyword, role, limit: 200 }).toArray({ limit });
    cli.out.list(members, memberColumns(cli), cli.text.talk.none);
  },
});
