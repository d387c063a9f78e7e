import { command } from '../../command.js';
import { deviceId } from '../../resolve/place.js';
import { deviceArgument, deviceColumns } from './view.js';

export const deviceRevoke = command({
  name: 'revoke',
  summary: {
    en: "Take a device's key away; it is put out at once",
    ko: '기기의 키를 해제합니다. 바로 연결이 끊깁니다',
  },
  args: { device: deviceArgument },
  examples: ['didacto device revoke "정보실 1/PC-01"', 'didacto device revoke PC-07 --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { device }) => {
    const id = await deviceId(cli, device);
    if (!(await cli.confirm(cli.text.questions.revokeDevice(device)))) return cli.out.say(cli.text.talk.cancelled);
    cli.out.one(await (await cli.api()).devices.revoke({ deviceId: id }), deviceColumns(cli));
  },
});
