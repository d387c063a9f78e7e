import { command } from '../../command.js';
import { flag, limit, text } from '../../params.js';
import { memberId } from '../../resolve/person.js';
import { tokenColumns } from './view.js';

export const tokenList = command({
  name: 'list',
  summary: { en: 'List access tokens, newest first', ko: '액세스 토큰 목록을 최근 순으로 봅니다' },
  options: {
    all: flag({ en: 'those of everybody; for admins', ko: '모든 회원의 토큰 (관리자용)' }),
    member: text('member', { en: 'those of one member; for admins', ko: '한 회원의 토큰 (관리자용)' }),
    limit,
  },
  examples: [
    'didacto token list',
    'didacto token list --all --json',
    'didacto token list --member minji@school.example',
  ],
  run: async (cli, { all, member, limit }) => {
    const { accessTokens } = await cli.api();
    const ofMember = member === undefined ? undefined : await memberId(cli, member);
    const page =
      all || ofMember !== undefined
        ? accessTokens.listAll({ memberId: ofMember, limit: 200 })
        : accessTokens.list({ limit: 200 });
    cli.out.list(await page.toArray({ limit }), tokenColumns(cli), cli.text.talk.none);
  },
});
