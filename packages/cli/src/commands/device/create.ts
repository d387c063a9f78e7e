import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { labId } from '../../resolve/place.js';
import { showOffer } from './offer.js';

export const deviceCreate = command({
  name: 'create',
  summary: {
    en: 'Add a device to a lab and show its pairing code',
    ko: '실습실에 기기를 추가하고 페어링 코드를 봅니다',
  },
  options: {
    lab: neededText('lab', { en: 'id or exact name of the lab', ko: '실습실 ID 또는 이름' }),
    name: neededText('name', { en: 'name of the device', ko: '기기 이름' }),
  },
  examples: [
    'didacto device create --lab "정보실 1" --name PC-01',
    'didacto device create --lab "Lab 2" --name PC-02 --json',
  ],
  changes: true,
  run: async (cli, { lab, name }) => {
    showOffer(cli, await (await cli.api()).devices.create({ labId: await labId(cli, lab), name }));
  },
});
