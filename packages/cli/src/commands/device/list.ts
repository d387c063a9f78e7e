import { command } from '../../command.js';
import { limit, text } from '../../params.js';
import { labId } from '../../resolve/place.js';
import { deviceColumns } from './view.js';

export const deviceList = command({
  name: 'list',
  summary: { en: 'List devices', ko: '기기 목록을 봅니다' },
  options: { lab: text('lab', { en: 'only those of a lab', ko: '이 실습실만' }), limit },
  examples: ['didacto device list --lab "정보실 1"', 'didacto device list --json'],
  run: async (cli, { lab, limit }) => {
    const inLab = lab === undefined ? undefined : await labId(cli, lab);
    const devices = await (await cli.api()).devices.list({ labId: inLab, limit: 200 }).toArray({ limit });
    cli.out.list(devices, deviceColumns(cli), cli.text.talk.none);
  },
});
