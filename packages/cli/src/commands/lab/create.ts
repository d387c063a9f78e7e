import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { labColumns } from './view.js';

export const labCreate = command({
  name: 'create',
  summary: { en: 'Create a lab', ko: '실습실을 만듭니다' },
  options: { name: neededText('name', { en: 'name', ko: '이름' }) },
  examples: ['didacto lab create --name "정보실 1"', 'didacto lab create --name "Lab 2" --json'],
  changes: true,
  run: async (cli, { name }) => cli.out.one(await (await cli.api()).labs.create({ name }), labColumns(cli)),
});
