import type { Cli } from '../../context.js';
import { codeFile, mustHaveCode, withCode } from '../../input/code.js';
import { type PasswordInput, passwordOptions, readPassword } from '../../input/password.js';

/** What a change of the second factor takes: both factors again. */
export const bothFactors = { ...passwordOptions, codeFile };

interface Source extends PasswordInput {
  readonly codeFile: string | undefined;
}

/** Asks for the password and a code, and makes the call that needs them. */
export async function withBothFactors<T>(
  cli: Cli,
  source: Source,
  use: (factors: { readonly password: string; readonly code: string }) => Promise<T>,
): Promise<T> {
  mustHaveCode(cli, source);
  const password = await readPassword(cli, source);
  const question = { question: cli.text.session.askSecondFactor, wrong: 'second_factor_wrong' } as const;
  return withCode(cli, source, question, (code) => use({ password, code }));
}
