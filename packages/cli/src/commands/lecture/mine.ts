import { command } from '../../command.js';
import { choice, limit } from '../../params.js';
import { lectureColumns, lectureStates } from './view.js';

export const lectureMine = command({
  name: 'mine',
  summary: { en: 'List the lectures that I own or attend', ko: '내 강의 목록을 봅니다' },
  options: {
    state: choice('state', lectureStates, { en: 'only open or closed ones', ko: '열린 강의만 또는 닫힌 강의만' }),
    limit,
  },
  examples: ['didacto lecture mine', 'didacto lecture mine --state open --json'],
  run: async (cli, { state, limit }) => {
    const lectures = await (await cli.api()).lectures.mine({ state, limit: 200 }).toArray({ limit });
    cli.out.list(lectures, lectureColumns(cli), cli.text.talk.none);
  },
});
