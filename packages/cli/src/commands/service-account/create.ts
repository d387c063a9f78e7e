import { command } from '../../command.js';
import { neededChoice, neededText } from '../../params.js';
import { roles } from '../member/view.js';
import { serviceAccountColumns } from './view.js';

const serviceRoles = roles.filter((role) => role !== 'student');

export const serviceAccountCreate = command({
  name: 'create',
  summary: {
    en: "Create an integrator's account: no password, only tokens",
    ko: '연동 프로그램의 계정을 만듭니다. 비밀번호 없이 토큰만 씁니다',
  },
  options: {
    name: neededText('name', { en: 'name', ko: '이름' }),
    role: neededChoice('role', serviceRoles, { en: 'role', ko: '역할' }),
  },
  examples: [
    'didacto service-account create --name "학사 연동" --role admin',
    'didacto service-account create --name Timetable --role instructor --json',
  ],
  changes: true,
  run: async (cli, { name, role }) => {
    const made = await (await cli.api()).serviceAccounts.create({ name, role });
    cli.out.one(made, serviceAccountColumns(cli));
  },
});
