import { command } from '../../command.js';
import { sessionColumns } from './view.js';

export const sessionList = command({
  name: 'list',
  summary: {
    en: 'List where I am signed in, the one used last first',
    ko: '내가 로그인한 곳을 최근에 쓴 순으로 봅니다',
  },
  examples: ['didacto session list', 'didacto session list --json'],
  run: async (cli) => {
    const { sessions } = await (await cli.api()).sessions.list();
    cli.out.list(sessions, sessionColumns(cli), cli.text.talk.none);
  },
});
