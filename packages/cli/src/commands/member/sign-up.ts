import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { passwordOptions, withNewPassword } from '../../input/password.js';
import { text } from '../../params.js';
import { proofOptions, proveAddress, requestCode } from './prove-address.js';
import { memberColumns } from './view.js';

export const memberSignUp = command({
  name: 'sign-up',
  summary: { en: "Make a student's account for yourself", ko: '학생으로 가입합니다' },
  details: {
    en: 'A code of 6 digits is mailed to your address, and asked for. Where there is no terminal it takes two steps: --request-only gives an id, which --verification goes on with.',
    ko: '이메일로 6자리 코드를 보내고 그 코드를 물어봅니다. 터미널이 없으면 두 단계로 나눕니다. --request-only로 ID를 받고 --verification으로 이어서 합니다.',
  },
  options: { ...proofOptions, name: text('name', { en: 'your name', ko: '이름' }), ...passwordOptions },
  examples: [
    'didacto member sign-up --email haeun@school.example --name "김하은"',
    'didacto member sign-up --email haeun@school.example --request-only --json',
    'didacto member sign-up --verification ver_01h2xcejqtf2nbrexx3vqjhp41 --code-file code.txt --name "김하은" --password-file pw.txt --json',
  ],
  changes: true,
  run: async (cli, { name, ...input }) => {
    if (input.requestOnly) return requestCode(cli, 'sign_up', input);
    if (name === undefined) throw usageError(cli.text.account.nameNeeded);
    const proof = await proveAddress(cli, 'sign_up', input);
    const { members } = await cli.visitor();
    const member = await withNewPassword(cli, input, (password) => members.signUp({ proof, password, name }));
    cli.out.one(member, memberColumns(cli));
  },
});
