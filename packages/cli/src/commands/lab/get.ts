import { command } from '../../command.js';
import { labId } from '../../resolve/place.js';
import { labArgument, labColumns } from './view.js';

export const labGet = command({
  name: 'get',
  summary: { en: 'Show a lab', ko: '실습실을 봅니다' },
  args: { lab: labArgument },
  examples: ['didacto lab get "정보실 1"', 'didacto lab get "Lab 2" --json'],
  run: async (cli, { lab }) => {
    cli.out.one(await (await cli.api()).labs.get({ labId: await labId(cli, lab) }), labColumns(cli));
  },
});
