import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { deviceId } from '../../resolve/place.js';
import { deviceArgument } from '../device/view.js';
import { lectureArgument } from '../lecture/view.js';

export const seatFree = command({
  name: 'free',
  summary: { en: 'Free a seat', ko: '좌석을 비웁니다' },
  args: { lecture: lectureArgument, device: deviceArgument },
  examples: ['didacto seat free "파이썬 기초" "정보실 1/PC-01"', 'didacto seat free "Web" PC-07 --json'],
  changes: true,
  run: async (cli, { lecture, device }) => {
    const seat = { lectureId: await lectureId(cli, lecture), deviceId: await deviceId(cli, device) };
    await (await cli.api()).seats.free(seat);
    cli.out.data({ ...seat, freed: true }, () => [cli.text.talk.done]);
  },
});
