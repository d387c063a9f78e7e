import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { studentId } from '../../resolve/person.js';
import { deviceId } from '../../resolve/place.js';
import { deviceArgument } from '../device/view.js';
import { lectureArgument } from '../lecture/view.js';
import { seatColumns } from './view.js';

export const seatAssign = command({
  name: 'assign',
  summary: { en: 'Seat a student at a device', ko: '학생을 기기에 앉힙니다' },
  details: {
    en: 'Who sat there before, and where the student sat before, is let go.',
    ko: '그 자리에 있던 학생과 학생의 이전 자리는 비워집니다.',
  },
  args: {
    lecture: lectureArgument,
    device: deviceArgument,
    student: neededText('student', { en: 'id, e-mail or exact name', ko: 'ID, 이메일 또는 정확한 이름' }),
  },
  examples: [
    'didacto seat assign "파이썬 기초" "정보실 1/PC-01" 김하은',
    'didacto seat assign "Web" PC-07 haeun@school.example --json',
  ],
  changes: true,
  run: async (cli, { lecture, device, student }) => {
    const id = await lectureId(cli, lecture);
    const place = {
      lectureId: id,
      deviceId: await deviceId(cli, device),
      studentId: await studentId(cli, id, student),
    };
    cli.out.one(await (await cli.api()).seats.assign(place), seatColumns(cli));
  },
});
