import { command } from '../../command.js';
import { lectureId } from '../../resolve/lecture.js';
import { lectureArgument } from './view.js';

export const lectureDelete = command({
  name: 'delete',
  summary: {
    en: 'Delete a lecture; waiting enrollments are cancelled',
    ko: '강의를 지웁니다. 대기 중인 신청은 취소됩니다',
  },
  args: { lecture: lectureArgument },
  examples: ['didacto lecture delete "파이썬 기초"', 'didacto lecture delete "Web" --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { lecture }) => {
    const { talk, questions } = cli.text;
    const id = await lectureId(cli, lecture);
    if (!(await cli.confirm(questions.deleteLecture(lecture)))) return cli.out.say(talk.cancelled);
    await (await cli.api()).lectures.delete({ lectureId: id });
    cli.out.data({ id, deleted: true }, () => [talk.done]);
  },
});
