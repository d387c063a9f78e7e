import { command } from '../../command.js';
import { showRecoveryCodes } from './recovery-codes-output.js';
import { bothFactors, withBothFactors } from './with-both-factors.js';

export const secondFactorRecoveryCodes = command({
  name: 'recovery-codes',
  summary: {
    en: 'Make new recovery codes; the former are void',
    ko: '복구 코드를 새로 만듭니다. 이전 코드는 무효입니다',
  },
  options: bothFactors,
  examples: [
    'didacto second-factor recovery-codes > recovery-codes.txt',
    'didacto second-factor recovery-codes --yes --password-file pw.txt --code-file code.txt --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, source) => {
    const { talk, questions } = cli.text;
    if (!(await cli.confirm(questions.renewRecoveryCodes))) return cli.out.say(talk.cancelled);
    const api = await cli.api();
    const renew = (factors: { readonly password: string; readonly code: string }) =>
      api.secondFactor.renewRecoveryCodes(factors);
    const { recoveryCodes } = await withBothFactors(cli, source, renew);
    showRecoveryCodes(cli, recoveryCodes);
  },
});
