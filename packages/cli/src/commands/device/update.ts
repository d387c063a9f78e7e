import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { text } from '../../params.js';
import { deviceId, labId } from '../../resolve/place.js';
import { deviceArgument, deviceColumns } from './view.js';

export const deviceUpdate = command({
  name: 'update',
  summary: { en: 'Rename a device or move it to another lab', ko: '기기 이름을 바꾸거나 다른 실습실로 옮깁니다' },
  args: { device: deviceArgument },
  options: {
    name: text('name', { en: 'new name', ko: '새 이름' }),
    lab: text('lab', { en: 'new lab', ko: '새 실습실' }),
  },
  examples: [
    'didacto device update PC-07 --name PC-08',
    'didacto device update "정보실 1/PC-01" --lab "정보실 2" --json',
  ],
  changes: true,
  run: async (cli, { device, name, lab }) => {
    if (name === undefined && lab === undefined) throw usageError(cli.text.session.nothingToChange);
    const to = lab === undefined ? undefined : await labId(cli, lab);
    const updated = await (await cli.api()).devices.update({ deviceId: await deviceId(cli, device), name, labId: to });
    cli.out.one(updated, deviceColumns(cli));
  },
});
