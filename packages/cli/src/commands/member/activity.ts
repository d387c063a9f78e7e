import { command } from '../../command.js';
import { actionText } from '../../i18n/actions.js';
import { localTime } from '../../output/time.js';
import { word } from '../../output/words.js';
import { limit } from '../../params.js';

export const memberActivity = command({
  name: 'activity',
  summary: { en: 'Show what is on record about me', ko: '나에 관한 기록을 봅니다' },
  options: { limit },
  examples: ['didacto member activity --limit 20', 'didacto member activity --json'],
  run: async (cli, { limit }) => {
    const entries = await (await cli.api()).audit.ofMe({ limit: 200 }).toArray({ limit });
    const { titles } = cli.text.columns;
    cli.out.list(
      entries,
      [
        { title: titles.time, value: ({ at }) => localTime(at) },
        { title: titles.action, value: ({ action }) => actionText(cli.language, action) },
        { title: titles.actor, value: ({ byMe }) => word(cli, byMe ? 'me' : 'others') },
        { title: titles.address, value: ({ address }) => address || '-' },
        { title: titles.client, value: ({ client }) => client || '-' },
      ],
      cli.text.talk.none,
    );
  },
});
