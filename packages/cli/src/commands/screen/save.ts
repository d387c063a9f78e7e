import { CliError, usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { exitCodes } from '../../exit-codes.js';
import { mustBeNew, writeWhole } from '../../output/new-file.js';
import { flag, neededText } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { studentId } from '../../resolve/person.js';
import { lectureArgument } from '../lecture/view.js';

export const screenSave = command({
  name: 'save',
  summary: { en: "Save one student's newest picture", ko: '학생 한 명의 최신 화면을 저장합니다' },
  details: {
    en: 'Looking is recorded, and the student can read the record.',
    ko: '본 기록이 남으며 학생이 그 기록을 볼 수 있습니다.',
  },
  args: {
    lecture: lectureArgument,
    student: neededText('student', { en: 'id, e-mail or exact name', ko: 'ID, 이메일 또는 정확한 이름' }),
    file: neededText('file', { en: 'a JPEG file to write, - for stdout', ko: '저장할 JPEG 파일, 표준 출력은 -' }),
  },
  options: { force: flag({ en: 'replace a file that is there', ko: '있는 파일을 덮어씁니다' }) },
  examples: [
    'didacto screen save "파이썬 기초" 김하은 haeun.jpg',
    'didacto screen save "Web" haeun@school.example - > screen.jpg',
    'didacto screen save "Web" haeun@school.example screen.jpg --force --json',
  ],
  run: async (cli, { lecture, student, file, force }) => {
    const toStdout = file === '-';
    if (toStdout && (cli.host.stdout.isTTY || cli.out.json)) throw usageError(cli.text.talk.noBytesHere);
    if (!toStdout) await mustBeNew(cli, file, force);
    const id = await lectureId(cli, lecture);
    const of = await studentId(cli, id, student);
    const picture = await (await cli.api()).screens.picture({ lectureId: id, studentId: of });
    if (picture === null) throw new CliError('no_picture', cli.text.talk.none, exitCodes.refused);
    if (toStdout) return cli.out.raw(picture.bytes);
    await writeWhole(file, [picture.bytes]);
    const saved = { file, bytes: picture.bytes.length, etag: picture.etag, studentId: of };
    cli.out.data(saved, () => [cli.text.talk.saved(file, picture.bytes.length)]);
  },
});
