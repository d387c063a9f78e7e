import { command } from '../../command.js';
import { choice, limit, text } from '../../params.js';
import { memberColumns, memberStates, roles } from './view.js';

export const memberList = command({
  name: 'list',
  summary: { en: 'List members, newest first', ko: '회원 목록을 최근 순으로 봅니다' },
  options: {
    keyword: text('words', { en: 'words of the name or e-mail', ko: '이름이나 이메일의 낱말' }),
    role: choice('role', roles, { en: 'only this role', ko: '이 역할만' }),
    state: choice('state', memberStates, { en: 'only active or suspended ones', ko: '사용 중이거나 정지된 회원만' }),
    limit,
  },
  examples: [
    'didacto member list --role instructor',
    'didacto member list --state suspended',
    'didacto member list --keyword 김하늘',
    'didacto member list --json --limit 10',
  ],
  run: async (cli, { keyword, role, state, limit }) => {
    const members = await (await cli.api()).members.list({ keyword, role, state, limit: 200 }).toArray({ limit });
    cli.out.list(members, memberColumns(cli), cli.text.talk.none);
  },
});
