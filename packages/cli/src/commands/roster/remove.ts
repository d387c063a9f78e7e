import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { studentId } from '../../resolve/person.js';
import { lectureArgument } from '../lecture/view.js';

export const rosterRemove = command({
  name: 'remove',
  summary: { en: 'Remove a student from a lecture', ko: '수강생을 강의에서 뺍니다' },
  args: {
    lecture: lectureArgument,
    student: neededText('student', { en: 'id, e-mail or exact name', ko: 'ID, 이메일 또는 정확한 이름' }),
  },
  examples: [
    'didacto roster remove "파이썬 기초" 김하은',
    'didacto roster remove "Web" haeun@school.example --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { lecture, student }) => {
    const id = await lectureId(cli, lecture);
    const memberId = await studentId(cli, id, student);
    if (!(await cli.confirm(cli.text.questions.removeStudent(student)))) return cli.out.say(cli.text.talk.cancelled);
    await (await cli.api()).roster.remove({ lectureId: id, memberId });
    cli.out.data({ lectureId: id, memberId, removed: true }, () => [cli.text.talk.done]);
  },
});
