import { command } from '../../command.js';
import { passwordOptions, withNewPassword } from '../../input/password.js';
import { choice, neededChoice, neededText } from '../../params.js';
import { grades, memberColumns, roles } from './view.js';

export const memberCreate = command({
  name: 'create',
  summary: { en: 'Make an account of any role', ko: '회원 계정을 만듭니다' },
  options: {
    email: neededText('email', { en: 'e-mail address', ko: '이메일' }),
    name: neededText('name', { en: 'name', ko: '이름' }),
    role: neededChoice('role', roles, { en: 'role', ko: '역할' }),
    grade: choice('grade', grades, { en: 'grade (default: free)', ko: '등급 (기본: free)' }),
    ...passwordOptions,
  },
  examples: [
    'didacto member create --email minji@school.example --name "박민지" --role instructor',
    'didacto member create --email desk@school.example --name Desk --role desk --password-stdin --json < password.txt',
  ],
  changes: true,
  run: async (cli, { email, name, role, grade, ...source }) => {
    const { members } = await cli.api();
    const create = (password: string) => members.create({ email, name, role, grade, password });
    cli.out.one(await withNewPassword(cli, source, create), memberColumns(cli));
  },
});
