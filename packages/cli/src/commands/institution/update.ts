import { command } from '../../command.js';
import { choice, someOf, text, wholeNumber } from '../../params.js';
import { controlPolicies, institutionColumns, secondFactorRoles } from './view.js';

export const institutionUpdate = command({
  name: 'update',
  summary: {
    en: 'Change the name, how agents take pictures, how control begins, or who needs a second factor',
    ko: '이름, 화면 수집 설정, 원격 조작 방식, 2단계 인증이 필요한 역할을 바꿉니다',
  },
  options: {
    name: text('name', { en: 'the name of the institution', ko: '기관 이름' }),
    intervalMs: wholeNumber('ms', { en: 'time between two pictures, 250 to 60000', ko: '화면 간격, 250~60000' }),
    width: wholeNumber('pixels', { en: 'largest width, to 1280', ko: '최대 너비, 1280까지' }),
    height: wholeNumber('pixels', { en: 'largest height, to 720', ko: '최대 높이, 720까지' }),
    quality: wholeNumber('n', { en: 'JPEG quality, 10 to 95', ko: 'JPEG 품질, 10~95' }),
    controlPolicy: choice('policy', controlPolicies, {
      en: 'control of a student’s computer: ask them first, notify them, or always at once',
      ko: '학생 PC 원격 조작: ask는 학생에게 물음, notify는 학생에게 알림, always는 바로 시작',
    }),
    secondFactorRoles: someOf('roles', secondFactorRoles, {
      en: 'roles that need a second factor, with commas, or none',
      ko: '2단계 인증이 필요한 역할, 쉼표로 구분, 없으면 none',
    }),
  },
  examples: [
    'didacto institution update --name "한빛고등학교"',
    'didacto institution update --interval-ms 2000 --width 960 --height 540 --dry-run',
    'didacto institution update --second-factor-roles admin,finance',
    'didacto institution update --control-policy notify',
    'didacto institution update --quality 60 --json',
  ],
  changes: true,
  run: async (cli, { name, controlPolicy, secondFactorRoles, ...policy }) => {
    const screenPolicy = Object.values(policy).some((value) => value !== undefined) ? policy : undefined;
    const updated = await (await cli.api()).institution.update({
      name,
      screenPolicy,
      controlPolicy,
      secondFactorRoles: secondFactorRoles && [...secondFactorRoles],
    });
    cli.out.one(updated, institutionColumns(cli));
  },
});
