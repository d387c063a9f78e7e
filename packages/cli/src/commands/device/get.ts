import { command } from '../../command.js';
import { deviceId } from '../../resolve/place.js';
import { deviceArgument, deviceColumns } from './view.js';

export const deviceGet = command({
  name: 'get',
  summary: { en: 'Show a device', ko: '기기를 봅니다' },
  args: { device: deviceArgument },
  examples: ['didacto device get "정보실 1/PC-01"', 'didacto device get PC-07 --json'],
  run: async (cli, { device }) => {
    cli.out.one(await (await cli.api()).devices.get({ deviceId: await deviceId(cli, device) }), deviceColumns(cli));
  },
});
