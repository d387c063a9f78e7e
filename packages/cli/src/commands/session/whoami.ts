import { command } from '../../command.js';
import { memberColumns } from '../member/view.js';

export const whoami = command({
  name: 'whoami',
  summary: { en: 'Show who is signed in', ko: '로그인한 회원을 봅니다' },
  examples: ['didacto whoami', 'didacto whoami --json'],
  run: async (cli) => {
    const me = await (await cli.api()).members.me();
    const { settings } = cli;
    const server = { title: cli.text.columns.titles.server, value: () => settings.server };
    cli.out.one(me, [...memberColumns(cli), server]);
  },
});
