import { isApiError, type Member } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import { withCode } from '../../input/code.js';
import { type PasswordInput, readPassword } from '../../input/password.js';
import { clientName, keepSignIn } from './keep-sign-in.js';

interface Source extends PasswordInput {
  readonly codeFile: string | undefined;
}

/** Signs in with a password, and with a code of the second factor where the server wants one. */
export async function loginByPassword(cli: Cli, email: string, source: Source): Promise<Member> {
  const visitor = await cli.visitor();
  const password = await readPassword(cli, source);
  const client = clientName(cli);
  const signIn = (code?: string) => visitor.sessions.signIn({ email, password, client, code });
  const question = { question: cli.text.session.askSecondFactor, wrong: 'second_factor_wrong' } as const;
  const signInWithCode = () => withCode(cli, source, question, signIn);
  const mayAsk = (error: unknown) => isApiError(error) && error.code === 'second_factor_needed' && cli.prompt.possible;
  const { member, accessToken, refreshToken } = await (source.codeFile !== undefined
    ? signInWithCode()
    : signIn().catch((error: unknown) => {
        if (mayAsk(error)) return signInWithCode();
        throw error;
      }));
  await keepSignIn(cli, member, { session: { accessToken, refreshToken } });
  return member;
}
