import { command } from '../../command.js';
import { choice, limit, text } from '../../params.js';
import { lectureColumns, lectureStates } from './view.js';

export const lectureList = command({
  name: 'list',
  summary: { en: 'Search lectures, newest first', ko: '강의를 찾습니다' },
  options: {
    keyword: text('words', { en: 'words of the title', ko: '제목의 낱말' }),
    state: choice('state', lectureStates, { en: 'only open or closed ones', ko: '열린 강의만 또는 닫힌 강의만' }),
    limit,
  },
  examples: ['didacto lecture list --state open', 'didacto lecture list --keyword 파이썬 --json'],
  run: async (cli, { keyword, state, limit }) => {
    const lectures = await (await cli.api()).lectures.list({ keyword, state, limit: 200 }).toArray({ limit });
    cli.out.list(lectures, lectureColumns(cli), cli.text.talk.none);
  },
});
