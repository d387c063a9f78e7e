import type { ErrorCode } from '@didacto/sdk';
import { usageError } from '../cli-error.js';
import type { Cli } from '../context.js';
import { text } from '../params.js';
import { readFirstLine } from './first-line.js';
import { retyped } from './retyped.js';

/** Where a code comes from: never a flag, for those stand in the process list and the shell's history. */
export const codeFile = text('file', { en: 'read the code from a file', ko: '코드를 파일에서 읽습니다' });

interface CodeInput {
  readonly codeFile: string | undefined;
}

/** Stops before anything is done where the code could not be had later. @throws CliError usage */
export function mustHaveCode(cli: Cli, { codeFile }: CodeInput): void {
  if (codeFile === undefined && !cli.prompt.possible && !cli.dryRun) throw usageError(cli.text.talk.codeNeeded);
}

/** Uses the code from the file, else from a prompt; a person may correct it where it is `wrong`. */
export async function withCode<T>(
  cli: Cli,
  { codeFile }: CodeInput,
  { question, wrong }: { readonly question: string; readonly wrong: ErrorCode },
  use: (code: string) => Promise<T>,
): Promise<T> {
  mustHaveCode(cli, { codeFile });
  if (cli.dryRun) return use('');
  if (codeFile !== undefined) return use(await readFirstLine(codeFile));
  return retyped(cli, true, { field: 'code', codes: [wrong] }, async () => use(await cli.prompt.line(question)));
}
