import { command } from '../../command.js';
import { limit } from '../../params.js';
import { labColumns } from './view.js';

export const labList = command({
  name: 'list',
  summary: { en: 'List labs', ko: '실습실 목록을 봅니다' },
  options: { limit },
  examples: ['didacto lab list', 'didacto lab list --json'],
  run: async (cli, { limit }) => {
    const labs = await (await cli.api()).labs.list({ limit: 200 }).toArray({ limit });
    cli.out.list(labs, labColumns(cli), cli.text.talk.none);
  },
});
