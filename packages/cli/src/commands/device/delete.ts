import { command } from '../../command.js';
import { deviceId } from '../../resolve/place.js';
import { deviceArgument } from './view.js';

export const deviceDelete = command({
  name: 'delete',
  summary: { en: 'Delete a device with its seats', ko: '기기와 그 좌석을 지웁니다' },
  args: { device: deviceArgument },
  examples: ['didacto device delete "정보실 1/PC-01"', 'didacto device delete PC-07 --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { device }) => {
    const id = await deviceId(cli, device);
    if (!(await cli.confirm(cli.text.questions.deleteDevice(device)))) return cli.out.say(cli.text.talk.cancelled);
    await (await cli.api()).devices.delete({ deviceId: id });
    cli.out.data({ id, deleted: true }, () => [cli.text.talk.done]);
  },
});
