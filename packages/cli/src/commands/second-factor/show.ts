import { command } from '../../command.js';
import { localTime } from '../../output/time.js';
import { yesNo } from '../../output/words.js';

export const secondFactorShow = command({
  name: 'show',
  summary: { en: 'Show whether my second factor is on', ko: '내 2단계 인증 상태를 봅니다' },
  examples: ['didacto second-factor show', 'didacto second-factor show --json'],
  run: async (cli) => {
    const { titles } = cli.text.columns;
    cli.out.one(await (await cli.api()).secondFactor.get(), [
      { title: titles.secondFactor, value: ({ on }) => yesNo(cli, on), tone: ({ on }) => (on ? 'good' : 'warn') },
      { title: titles.since, value: ({ since }) => localTime(since) },
      { title: titles.recoveryCodes, value: ({ recoveryCodesLeft }) => String(recoveryCodesLeft) },
      { title: titles.required, value: ({ required }) => yesNo(cli, required) },
    ]);
  },
});
