import { command } from '../../command.js';
import { passwordOptions, readPassword } from '../../input/password.js';
import { neededText } from '../../params.js';
import { memberColumns } from './view.js';

export const memberSignUp = command({
  name: 'sign-up',
  summary: { en: "Make a student's account for yourself", ko: '학생으로 가입합니다' },
  options: {
    email: neededText('email', { en: 'e-mail address', ko: '이메일' }),
    name: neededText('name', { en: 'your name', ko: '이름' }),
    ...passwordOptions,
  },
  examples: [
    'didacto member sign-up --email haeun@school.example --name "김하은"',
    'didacto member sign-up --email haeun@school.example --name "김하은" --password-file pw.txt --json',
  ],
  changes: true,
  run: async (cli, { email, name, ...source }) => {
    const password = cli.dryRun ? '' : await readPassword(cli, source, { isNew: true });
    cli.out.one(await (await cli.api()).members.signUp({ email, name, password }), memberColumns(cli));
  },
});
