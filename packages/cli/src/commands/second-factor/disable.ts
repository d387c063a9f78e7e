import { command } from '../../command.js';
import { bothFactors, withBothFactors } from './with-both-factors.js';

export const secondFactorDisable = command({
  name: 'disable',
  summary: { en: 'Turn my second factor off', ko: '내 2단계 인증을 끕니다' },
  options: bothFactors,
  examples: [
    'didacto second-factor disable',
    'didacto second-factor disable --yes --password-file pw.txt --code-file code.txt --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, source) => {
    const { talk, questions, secondFactor } = cli.text;
    if (!(await cli.confirm(questions.disableSecondFactor))) return cli.out.say(talk.cancelled);
    const api = await cli.api();
    await withBothFactors(cli, source, (factors) => api.secondFactor.disable(factors));
    cli.out.data({ on: false }, () => [secondFactor.off]);
  },
});
