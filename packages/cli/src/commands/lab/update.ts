import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { labId } from '../../resolve/place.js';
import { labArgument, labColumns } from './view.js';

export const labUpdate = command({
  name: 'update',
  summary: { en: 'Rename a lab', ko: '실습실 이름을 바꿉니다' },
  args: { lab: labArgument },
  options: { name: neededText('name', { en: 'new name', ko: '새 이름' }) },
  examples: ['didacto lab update "정보실 1" --name "컴퓨터실 1"', 'didacto lab update "Lab 2" --name "Lab B" --json'],
  changes: true,
  run: async (cli, { lab, name }) => {
    cli.out.one(await (await cli.api()).labs.update({ labId: await labId(cli, lab), name }), labColumns(cli));
  },
});
