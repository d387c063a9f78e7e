import type { VerificationPurpose } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import type { Cli } from '../../context.js';
import { codeFile, withCode } from '../../input/code.js';
import { mustHavePassword, type PasswordInput } from '../../input/password.js';
import { safeText } from '../../output/safe-text.js';
import { localTime } from '../../output/time.js';
import { flag, text } from '../../params.js';

/** How one proves to own an e-mail address: in one go at a terminal, in two steps elsewhere. */
export const proofOptions = {
  email: text('email', { en: 'have a code mailed to this address', ko: '이 이메일로 코드를 받습니다' }),
  requestOnly: flag({ en: 'only have the code mailed', ko: '코드만 메일로 받습니다' }),
  verification: text('id', { en: 'go on with a code that was mailed', ko: '이미 받은 코드로 이어서 합니다' }),
  codeFile,
};

interface Mailbox {
  readonly email: string | undefined;
  readonly verification: string | undefined;
}

interface ProofInput extends Mailbox, PasswordInput {
  readonly codeFile: string | undefined;
}

/** Only has a code mailed, and shows what it takes to go on with it. */
export async function requestCode(
  cli: Cli,
  purpose: VerificationPurpose,
  { email, verification }: Mailbox,
): Promise<void> {
  const { account, columns } = cli.text;
  if (email === undefined || verification !== undefined) throw usageError(account.requestOnlyAlone);
  const { verifications } = await cli.visitor();
  cli.out.one(await verifications.request({ email, purpose }), [
    { title: columns.titles.id, value: ({ id }) => id },
    { title: columns.titles.expires, value: ({ expiresAt }) => localTime(expiresAt) },
    { title: columns.titles.resend, value: ({ resendAt }) => localTime(resendAt) },
  ]);
}

/** Proves that a mailbox is one's own, by a code that is mailed now or was mailed before. */
export async function proveAddress(cli: Cli, purpose: VerificationPurpose, input: ProofInput): Promise<string> {
  const { account } = cli.text;
  if (input.codeFile === undefined && !cli.prompt.possible && !cli.dryRun) throw usageError(account.twoSteps);
  mustHavePassword(cli, input);
  const { verifications } = await cli.visitor();
  const verificationId = await mailedCode(cli, purpose, input);
  const question = { question: account.askMailCode, wrong: 'verification_code_invalid' } as const;
  const confirm = (code: string) => verifications.confirm({ verificationId, code });
  return (await withCode(cli, input, question, confirm)).proof;
}

async function mailedCode(cli: Cli, purpose: VerificationPurpose, { email, verification }: Mailbox): Promise<string> {
  const { account } = cli.text;
  if (email === undefined && verification !== undefined) return verification;
  if (email === undefined || verification !== undefined) throw usageError(account.whichStep);
  const { id, expiresAt } = await (await cli.visitor()).verifications.request({ email, purpose });
  cli.out.say(account.mailed(safeText(email), localTime(expiresAt)));
  return id;
}
