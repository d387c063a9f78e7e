import { command } from '../../command.js';
import { limit } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';
import { seatColumns } from './view.js';

export const seatList = command({
  name: 'list',
  summary: { en: 'List the seats of a lecture', ko: '강의의 좌석을 봅니다' },
  args: { lecture: lectureArgument },
  options: { limit },
  examples: ['didacto seat list "파이썬 기초"', 'didacto seat list "Web" --json'],
  run: async (cli, { lecture, limit }) => {
    const call = (await cli.api()).seats.list({ lectureId: await lectureId(cli, lecture), limit: 200 });
    cli.out.list(await call.toArray({ limit }), seatColumns(cli), cli.text.talk.none);
  },
});
