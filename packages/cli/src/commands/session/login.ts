import { resolve } from 'node:path';
import { createDidacto, serverAddress } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { withProfile } from '../../config/profiles.js';
import { passwordOptions, readPassword } from '../../input/password.js';
import { safeText } from '../../output/safe-text.js';
import { text } from '../../params.js';
import { memberColumns } from '../member/view.js';

export const login = command({
  name: 'login',
  summary: { en: 'Sign in and keep the sign-in in a profile', ko: '로그인하고 프로필에 저장합니다' },
  details: {
    en: 'The profile keeps the server and the sign-in in a file that only you can read, and becomes the current one. Passwords are not kept.',
    ko: '서버와 로그인 정보를 본인만 읽을 수 있는 파일에 저장하고 현재 프로필로 씁니다. 비밀번호는 저장하지 않습니다.',
  },
  options: {
    email: text('email', {
      en: 'your e-mail address (asked for at a terminal)',
      ko: '이메일 (터미널에서는 물어봅니다)',
    }),
    ...passwordOptions,
  },
  examples: [
    'didacto login --server https://didacto.school.example',
    'didacto login --email haeun@school.example --password-file ~/.didacto-password --json',
    'didacto login --profile lab2 --server https://lab2.school.example',
  ],
  changes: true,
  run: async (cli, input) => {
    const { server, caFile, profileName } = cli.settings;
    serverAddress(server);
    const email = input.email ?? (cli.prompt.possible ? await cli.prompt.line(cli.text.session.askEmail) : undefined);
    if (email === undefined) throw usageError(cli.text.session.emailNeeded);
    if (cli.dryRun) return cli.plan([{ method: 'POST', path: '/v1/sessions', body: { email, password: '***' } }]);
    const password = await readPassword(cli, input);
    const visitor = createDidacto({
      baseUrl: server,
      fetch: await cli.fetch(),
      headers: { 'accept-language': cli.language },
    });
    const { accessToken, refreshToken, member } = await visitor.sessions.signIn({ email, password });
    await cli.store.update((config) => ({
      ...withProfile(config, profileName, {
        server,
        email: member.email,
        ...(caFile !== undefined && { caFile: resolve(caFile) }),
        session: { accessToken, refreshToken },
      }),
      current: profileName,
    }));
    cli.out.say(cli.text.session.signedIn(safeText(member.name), server, profileName));
    cli.out.one(member, memberColumns(cli));
  },
});
