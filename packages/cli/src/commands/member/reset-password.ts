import { command } from '../../command.js';
import { passwordOptions, withNewPassword } from '../../input/password.js';
import { proofOptions, proveAddress, requestCode } from './prove-address.js';

export const memberResetPassword = command({
  name: 'reset-password',
  summary: { en: 'Set a new password by a code that is mailed', ko: '메일로 받은 코드로 새 비밀번호를 정합니다' },
  details: {
    en: 'Every sign-in and access token of yours ends. The second factor stays on.',
    ko: '내 로그인과 액세스 토큰이 모두 끝납니다. 2단계 인증은 그대로입니다.',
  },
  options: { ...proofOptions, ...passwordOptions },
  examples: [
    'didacto member reset-password --email haeun@school.example',
    'didacto member reset-password --email haeun@school.example --request-only --json',
    'didacto member reset-password --verification ver_01h2xcejqtf2nbrexx3vqjhp41 --code-file code.txt --password-file pw.txt --json',
  ],
  changes: true,
  run: async (cli, input) => {
    if (input.requestOnly) return requestCode(cli, 'password_reset', input);
    const proof = await proveAddress(cli, 'password_reset', input);
    const { members } = await cli.visitor();
    await withNewPassword(cli, input, (password) => members.resetPassword({ proof, password }));
    cli.out.data({ reset: true }, () => [cli.text.account.passwordReset]);
  },
});
