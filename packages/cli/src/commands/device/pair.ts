import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { text } from '../../params.js';
import { deviceId, labId } from '../../resolve/place.js';
import { showOffer } from './offer.js';

export const devicePair = command({
  name: 'pair',
  summary: { en: 'Show a code that pairs a lab PC', ko: '실습실 PC를 페어링할 코드를 봅니다' },
  details: {
    en: 'With --lab and --name the device is made first; with --device an existing one gets a new code.',
    ko: '--lab과 --name을 주면 기기를 새로 만들고, --device를 주면 있는 기기의 새 코드를 받습니다.',
  },
  options: {
    lab: text('lab', { en: 'lab of the new device', ko: '새 기기의 실습실' }),
    name: text('name', { en: 'name of the new device', ko: '새 기기의 이름' }),
    device: text('device', { en: 'a device to pair again', ko: '다시 페어링할 기기' }),
  },
  examples: [
    'didacto device pair --lab "정보실 1" --name PC-01',
    'didacto device pair --device "정보실 1/PC-01"',
    'didacto device pair --device PC-07 --json',
  ],
  changes: true,
  run: async (cli, { lab, name, device }) => {
    const api = await cli.api();
    if (device !== undefined && lab === undefined && name === undefined) {
      return showOffer(cli, await api.devices.offerPairing({ deviceId: await deviceId(cli, device) }));
    }
    if (device !== undefined || lab === undefined || name === undefined) throw usageError(cli.text.pairing.deviceOrLab);
    showOffer(cli, await api.devices.create({ labId: await labId(cli, lab), name }));
  },
});
