import { command } from '../../command.js';
import { localTime } from '../../output/time.js';
import { word } from '../../output/words.js';
import { limit } from '../../params.js';

export const memberViews = command({
  name: 'views',
  summary: { en: 'Show who looked at my screen, when and how', ko: '내 화면을 본 사람과 시각을 봅니다' },
  options: { limit },
  examples: ['didacto member views', 'didacto member views --json'],
  run: async (cli, { limit }) => {
    const views = await (await cli.api()).screens.viewsOfMe({ limit: 200 }).toArray({ limit });
    const { titles } = cli.text.columns;
    cli.out.list(
      views,
      [
        { title: titles.viewer, value: ({ viewer }) => viewer.name },
        { title: titles.lecture, value: ({ lecture }) => lecture.title },
        { title: titles.kind, value: ({ kind }) => word(cli, kind) },
        { title: titles.first, value: ({ firstAt }) => localTime(firstAt) },
        { title: titles.last, value: ({ lastAt }) => localTime(lastAt) },
      ],
      cli.text.talk.none,
    );
  },
});
