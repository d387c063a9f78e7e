import { command } from '../../command.js';
import { institutionColumns } from './view.js';

export const institutionGet = command({
  name: 'get',
  summary: { en: 'Show the institution', ko: '기관 정보를 봅니다' },
  examples: ['didacto institution get', 'didacto institution get --json'],
  run: async (cli) => cli.out.one(await (await cli.api()).institution.get(), institutionColumns(cli)),
});
