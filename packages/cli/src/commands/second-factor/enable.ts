import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { codeFile, withCode } from '../../input/code.js';
import { type PasswordInput, passwordOptions, readPassword } from '../../input/password.js';
import { flag } from '../../params.js';
import { keyLines } from './key-lines.js';
import { showRecoveryCodes } from './recovery-codes-output.js';

export const secondFactorEnable = command({
  name: 'enable',
  summary: {
    en: 'Set up an authenticator app (TOTP) as my second factor',
    ko: '인증 앱(TOTP)을 2단계 인증으로 설정합니다',
  },
  details: {
    en: 'At a terminal it shows a QR code and asks for a code of the app. Elsewhere it takes two steps: --start gives the secret, --code-file turns it on. It prints the recovery codes.',
    ko: '터미널에서는 QR 코드를 보여 주고 앱의 코드를 물어봅니다. 아니면 두 단계로 나눕니다. --start로 비밀 키를 받고 --code-file로 켭니다. 복구 코드를 출력합니다.',
  },
  options: {
    start: flag({ en: 'only give the secret', ko: '비밀 키만 받습니다' }),
    ...passwordOptions,
    codeFile,
  },
  examples: [
    'didacto second-factor enable',
    'didacto second-factor enable --start --password-file pw.txt --json',
    'didacto second-factor enable --code-file code.txt > recovery-codes.txt',
  ],
  changes: true,
  run: async (cli, { start, codeFile, ...source }) => {
    if (start && codeFile !== undefined) throw usageError(cli.text.secondFactor.oneStep);
    if (start) return showKey(cli, source);
    if (codeFile === undefined) await askForKey(cli, source);
    await turnOn(cli, codeFile);
  },
});

async function showKey(cli: Cli, source: PasswordInput): Promise<void> {
  const key = await startWith(cli, source);
  cli.out.data(key, () => keyLines(cli, key, cli.out.paint));
  cli.out.say(cli.text.secondFactor.nextStep);
}

/** Shows the secret beside the data, for the data are the recovery codes. */
async function askForKey(cli: Cli, source: PasswordInput): Promise<void> {
  if (!cli.prompt.possible && !cli.dryRun) throw usageError(cli.text.secondFactor.needsTerminal);
  cli.out.say(keyLines(cli, await startWith(cli, source), cli.out.paintTalk).join('\n'));
}

async function startWith(cli: Cli, source: PasswordInput) {
  const password = await readPassword(cli, source);
  return (await cli.api()).secondFactor.start({ password });
}

async function turnOn(cli: Cli, codeFile: string | undefined): Promise<void> {
  const { secondFactor } = await cli.api();
  const question = { question: cli.text.secondFactor.askCode, wrong: 'second_factor_wrong' } as const;
  const { recoveryCodes } = await withCode(cli, { codeFile }, question, (code) => secondFactor.confirm({ code }));
  cli.out.say(cli.text.secondFactor.on);
  showRecoveryCodes(cli, recoveryCodes);
}
