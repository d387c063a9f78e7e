import type { Didacto } from '@didacto/sdk';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { codeFile, withCode } from '../../input/code.js';
import { mustHavePassword, passwordOptions, withNewPassword } from '../../input/password.js';
import { safeText } from '../../output/safe-text.js';
import { neededText } from '../../params.js';
import { memberColumns } from '../member/view.js';

export const invitationAccept = command({
  name: 'accept',
  summary: { en: "Make an instructor's account by an invitation", ko: '초대를 받아 강사 계정을 만듭니다' },
  details: {
    en: 'The code stands in the mail, 20 letters and digits. It is asked for, or read from a file.',
    ko: '코드는 메일에 있는 20자리 글자와 숫자입니다. 물어보거나 파일에서 읽습니다.',
  },
  options: { name: neededText('name', { en: 'your name', ko: '이름' }), codeFile, ...passwordOptions },
  examples: [
    'didacto invitation accept --name "박민지"',
    'didacto invitation accept --name "박민지" --code-file code.txt --password-file pw.txt --json',
  ],
  changes: true,
  run: async (cli, { name, codeFile, ...source }) => {
    mustHavePassword(cli, source);
    const { invitations } = await cli.visitor();
    const code = await knownCode(cli, invitations, codeFile);
    const accept = (password: string) => invitations.accept({ code, name, password });
    const member = await withNewPassword(cli, source, accept);
    cli.out.say(cli.text.account.accepted);
    cli.out.one(member, memberColumns(cli));
  },
});

/** The code, once the server has said whom it invites. */
async function knownCode(cli: Cli, invitations: Didacto['invitations'], codeFile: string | undefined): Promise<string> {
  const { account } = cli.text;
  const question = { question: account.askInvitationCode, wrong: 'invitation_invalid' } as const;
  return withCode(cli, { codeFile }, question, async (code) => {
    // A dry run shows the call that changes something, not the look before it.
    if (cli.dryRun) return code;
    const { email, institution } = await invitations.preview({ code });
    cli.out.say(account.invited(safeText(email), safeText(institution)));
    return code;
  });
}
