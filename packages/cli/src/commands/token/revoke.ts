import { command } from '../../command.js';
import { flag, neededText } from '../../params.js';
import { tokenId } from '../../resolve/token.js';

export const tokenRevoke = command({
  name: 'revoke',
  summary: { en: 'Revoke an access token; it stops at once', ko: '액세스 토큰을 바로 폐기합니다' },
  args: { token: neededText('token', { en: 'its id, or its name where unique', ko: 'ID 또는 하나뿐인 이름' }) },
  options: { any: flag({ en: "anybody's; for admins", ko: '누구의 토큰이든 (관리자용)' }) },
  examples: [
    'didacto token revoke "시간표 연동"',
    'didacto token revoke tok_01h2xcejqtf2nbrexx3vqjhp41 --any --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { token, any }) => {
    const { accessTokens } = await cli.api();
    const id = await tokenId(cli, token, any);
    if (!(await cli.confirm(cli.text.questions.revokeToken(token)))) return cli.out.say(cli.text.talk.cancelled);
    await (any ? accessTokens.revokeAny({ tokenId: id }) : accessTokens.revoke({ tokenId: id }));
    cli.out.data({ id, revoked: true }, () => [cli.text.talk.done]);
  },
});
