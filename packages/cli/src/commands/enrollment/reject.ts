import { command } from '../../command.js';
import { exitCodes } from '../../exit-codes.js';
import { decide, decideArgs, decideOptions } from './decide.js';

export const enrollmentReject = command({
  name: 'reject',
  summary: { en: 'Reject waiting enrollments', ko: '대기 중인 신청을 거절합니다' },
  details: {
    en: 'Each has its own outcome. Where only some could be rejected the exit code is 8.',
    ko: '신청마다 결과가 있습니다. 일부만 거절되면 종료 코드는 8입니다.',
  },
  args: decideArgs,
  options: decideOptions,
  examples: [
    'didacto enrollment reject enr_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto enrollment reject --all-waiting --lecture "Web" --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, input) => {
    if (input.allWaiting && !(await cli.confirm(cli.text.questions.rejectAll(input.lecture ?? '')))) {
      cli.out.say(cli.text.talk.cancelled);
      return exitCodes.ok;
    }
    return decide(cli, 'reject', input);
  },
});
