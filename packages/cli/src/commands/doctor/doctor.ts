import { command } from '../../command.js';
import { exitCodes } from '../../exit-codes.js';
import { safeText } from '../../output/safe-text.js';
import { examine } from './checks.js';

export const doctor = command({
  name: 'doctor',
  summary: { en: 'Check server, clock, sign-in and terminal', ko: '서버, 시계, 로그인, 터미널을 점검합니다' },
  details: {
    en: 'Exit code 7 where the server cannot be reached; warnings do not count.',
    ko: '서버에 연결되지 않으면 종료 코드는 7입니다. 경고는 세지 않습니다.',
  },
  examples: ['didacto doctor', 'didacto doctor --server https://didacto.school.example --json'],
  run: async (cli) => {
    const findings = await examine(cli);
    const signs = {
      ok: cli.out.paint('good', '✓'),
      warning: cli.out.paint('warn', '!'),
      failure: cli.out.paint('bad', '✗'),
    };
    cli.out.data(findings, () => findings.map(({ result, detail }) => `${signs[result]} ${safeText(detail)}`));
    return findings.some(({ result }) => result === 'failure') ? exitCodes.network : exitCodes.ok;
  },
});
