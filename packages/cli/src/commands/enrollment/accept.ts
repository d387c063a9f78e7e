import { command } from '../../command.js';
import { decide, decideArgs, decideOptions } from './decide.js';

export const enrollmentAccept = command({
  name: 'accept',
  summary: { en: 'Accept waiting enrollments', ko: '대기 중인 신청을 승인합니다' },
  details: {
    en: 'Each has its own outcome. Where only some could be accepted the exit code is 8.',
    ko: '신청마다 결과가 있습니다. 일부만 승인되면 종료 코드는 8입니다.',
  },
  args: decideArgs,
  options: decideOptions,
  examples: [
    'didacto enrollment accept --all-waiting --lecture "파이썬 기초"',
    'didacto enrollment accept enr_01h2xcejqtf2nbrexx3vqjhp41 enr_01h2xcejqtf2nbrexx3vqjhp42 --json',
  ],
  changes: true,
  run: (cli, input) => decide(cli, 'accept', input),
});
