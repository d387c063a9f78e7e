import { type Member, serverAddress } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { codeFile } from '../../input/code.js';
import { type PasswordInput, passwordOptions } from '../../input/password.js';
import { safeText } from '../../output/safe-text.js';
import { flag, text } from '../../params.js';
import { memberColumns } from '../member/view.js';
import { loginByCode } from './login-by-code.js';
import { loginByPassword } from './login-by-password.js';
import { loginByToken } from './login-by-token.js';

export const login = command({
  name: 'login',
  summary: { en: 'Sign in and keep the sign-in in a profile', ko: '로그인하고 프로필에 저장합니다' },
  details: {
    en: 'Shows a code to type on a page, in the browser of any computer; with --email it asks for the password instead. The profile keeps the server and the sign-in in a file that only you can read, and becomes the current one. Passwords are not kept.',
    ko: '아무 컴퓨터의 브라우저에서 입력할 코드를 보여 줍니다. --email을 주면 대신 비밀번호를 물어봅니다. 서버와 로그인 정보를 본인만 읽을 수 있는 파일에 저장하고 현재 프로필로 씁니다. 비밀번호는 저장하지 않습니다.',
  },
  options: {
    email: text('email', {
      en: 'sign in with this e-mail address and a password',
      ko: '이 이메일과 비밀번호로 로그인합니다',
    }),
    ...passwordOptions,
    codeFile,
    withToken: flag({
      en: 'read an access token (dct_…) from stdin and keep it',
      ko: '액세스 토큰(dct_…)을 표준 입력에서 읽어 저장합니다',
    }),
  },
  examples: [
    'didacto login --server https://didacto.school.example',
    'didacto login --email haeun@school.example --password-file ~/.didacto-password --json',
    'didacto login --with-token < token.txt',
    'didacto login --profile lab2 --server https://lab2.school.example',
  ],
  changes: true,
  run: async (cli, input) => {
    const { server, profileName } = cli.settings;
    serverAddress(server);
    const member = await signIn(cli, input);
    if (member === undefined) return;
    cli.out.say(cli.text.session.signedIn(safeText(member.name), server, profileName));
    cli.out.one(member, memberColumns(cli));
  },
});

interface Input extends PasswordInput {
  readonly email: string | undefined;
  readonly codeFile: string | undefined;
  readonly withToken: boolean;
}

async function signIn(cli: Cli, { email, withToken, ...source }: Input): Promise<Member | undefined> {
  const { session } = cli.text;
  const hasSource = source.passwordFile !== undefined || source.passwordStdin || source.codeFile !== undefined;
  if (withToken && (email !== undefined || hasSource)) throw usageError(session.oneWay);
  if (withToken) return loginByToken(cli);
  if (email !== undefined) return loginByPassword(cli, email, source);
  if (hasSource) throw usageError(session.emailNeeded);
  if (!cli.prompt.possible) throw usageError(session.waysIn);
  return loginByCode(cli);
}
