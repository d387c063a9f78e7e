import { command } from '../../command.js';
import { csvText } from '../../csv/write.js';
import { flag } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from '../lecture/view.js';

export const seatExport = command({
  name: 'export',
  summary: { en: 'Write the seats as CSV that imports again', ko: '다시 가져올 수 있는 CSV로 좌석을 씁니다' },
  details: {
    en: 'Cells that a spreadsheet would run as a formula get an apostrophe, which the import takes away again.',
    ko: '스프레드시트가 수식으로 실행할 칸에는 작은따옴표를 붙이고, 가져올 때 다시 뗍니다.',
  },
  args: { lecture: lectureArgument },
  options: {
    excel: flag({ en: 'begin with a BOM, as Excel wants for Korean', ko: '엑셀이 한글을 읽도록 BOM을 붙입니다' }),
  },
  examples: [
    'didacto seat export "파이썬 기초" > seats.csv',
    'didacto seat export "파이썬 기초" --excel > 좌석.csv',
    'didacto seat export "Web" --json',
  ],
  run: async (cli, { lecture, excel }) => {
    const api = await cli.api();
    const id = await lectureId(cli, lecture);
    const [labs, devices, roster] = await Promise.all([
      api.labs.list({ limit: 200 }).toArray(),
      api.devices.list({ limit: 200 }).toArray(),
      api.roster.list({ lectureId: id, limit: 200 }).toArray(),
    ]);
    const labNames = new Map(labs.map(({ id, name }) => [id, name]));
    const places = new Map(
      devices.map((device) => [device.id, `${labNames.get(device.labId) ?? device.labId}/${device.name}`]),
    );
    const count = (place: string) => [...places.values()].filter((one) => one === place).length;
    const seats = roster.flatMap(({ student, device }) => {
      if (device === null) return [];
      const place = places.get(device.id);
      // "A/B" may be lab A or a lab named "A/B": an id is never mistaken.
      return [
        {
          device: place === undefined || count(place) > 1 ? device.id : place,
          student: student.email,
          name: student.name,
        },
      ];
    });
    if (cli.out.json) return cli.out.data(seats, () => []);
    const rows = [['device', 'student', 'name'], ...seats.map(({ device, student, name }) => [device, student, name])];
    cli.out.raw(`${excel ? '\uFEFF' : ''}${csvText(rows)}`);
  },
});
