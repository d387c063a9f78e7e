import { usageError } from '../cli-error.js';
import type { Cli } from '../context.js';
import { flag, text } from '../params.js';
import { firstLine, readFirstLine } from './first-line.js';
import { retyped } from './retyped.js';

/** Where a password comes from: never a flag, for those stand in the process list and the shell's history. */
export const passwordOptions = {
  passwordFile: text('file', { en: 'read the password from a file', ko: '비밀번호를 파일에서 읽습니다' }),
  passwordStdin: flag({ en: 'read the password from stdin', ko: '비밀번호를 표준 입력에서 읽습니다' }),
};

export interface PasswordInput {
  readonly passwordFile: string | undefined;
  readonly passwordStdin: boolean;
}

const isGiven = ({ passwordFile, passwordStdin }: PasswordInput): boolean =>
  passwordFile !== undefined || passwordStdin;

/** Stops before anything is done where the password could not be had later. @throws CliError usage */
export function mustHavePassword(cli: Cli, input: PasswordInput): void {
  if (!isGiven(input) && !cli.prompt.possible && !cli.dryRun) throw usageError(cli.text.talk.password.noTerminal);
}

/** The password from where the options say, else from a hidden prompt; a new one is asked twice. A dry run asks nobody. */
export async function readPassword(cli: Cli, input: PasswordInput, { isNew = false } = {}): Promise<string> {
  const talk = cli.text.talk.password;
  mustHavePassword(cli, input);
  if (cli.dryRun) return '';
  if (input.passwordFile !== undefined) return readFirstLine(input.passwordFile);
  if (input.passwordStdin) return firstLine(Buffer.from(await cli.readStdin()).toString('utf8'));
  const password = await cli.prompt.secret(isNew ? talk.askNew : talk.ask);
  if (isNew && (await cli.prompt.secret(talk.again)) !== password) throw usageError(talk.differ);
  return password;
}

const tooEasy = { field: 'password', codes: ['password_common', 'password_personal'] } as const;

/** Uses a new password; a person may choose another where it is too easy to guess. */
export const withNewPassword = <T>(cli: Cli, input: PasswordInput, use: (password: string) => Promise<T>): Promise<T> =>
  retyped(cli, !isGiven(input), tooEasy, async () => use(await readPassword(cli, input, { isNew: true })));
