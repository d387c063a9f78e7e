import { readFile } from 'node:fs/promises';
import { usageError } from '../cli-error.js';
import type { Cli } from '../context.js';
import { flag, text } from '../params.js';

/** Where a password comes from: never a flag, for those stand in the process list and the shell's history. */
export const passwordOptions = {
  passwordFile: text('file', { en: 'read the password from a file', ko: '비밀번호를 파일에서 읽습니다' }),
  passwordStdin: flag({ en: 'read the password from stdin', ko: '비밀번호를 표준 입력에서 읽습니다' }),
};

interface PasswordInput {
  readonly passwordFile: string | undefined;
  readonly passwordStdin: boolean;
}

const firstLine = (content: string): string => content.replace(/^\uFEFF/, '').replace(/\r?\n[\s\S]*$/, '');

/** The password from where the options say, else from a hidden prompt; a new one is asked twice. */
export async function readPassword(cli: Cli, input: PasswordInput, { isNew = false } = {}): Promise<string> {
  const talk = cli.text.talk.password;
  if (input.passwordFile !== undefined) return firstLine(await readFile(input.passwordFile, 'utf8'));
  if (input.passwordStdin) return firstLine(Buffer.from(await cli.readStdin()).toString('utf8'));
  if (!cli.prompt.possible) throw usageError(talk.noTerminal);
  const password = await cli.prompt.secret(isNew ? talk.askNew : talk.ask);
  if (isNew && (await cli.prompt.secret(talk.again)) !== password) throw usageError(talk.differ);
  return password;
}
