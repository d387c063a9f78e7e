import { command } from '../../command.js';
import { neededText } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { staffId } from '../../resolve/person.js';
import { lectureArgument } from '../lecture/view.js';

export const staffRemove = command({
  name: 'remove',
  summary: { en: 'Remove somebody from the staff of a lecture', ko: '강의 담당자를 뺍니다' },
  args: {
    lecture: lectureArgument,
    member: neededText('member', { en: 'id or exact name', ko: 'ID 또는 정확한 이름' }),
  },
  examples: [
    'didacto staff remove "파이썬 기초" 박민지',
    'didacto staff remove "Web" mem_01h2xcejqtf2nbrexx3vqjhp41 --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { lecture, member }) => {
    const id = await lectureId(cli, lecture);
    const memberId = await staffId(cli, id, member);
    if (!(await cli.confirm(cli.text.questions.removeStaff(member)))) return cli.out.say(cli.text.talk.cancelled);
    await (await cli.api()).staff.remove({ lectureId: id, memberId });
    cli.out.data({ lectureId: id, memberId, removed: true }, () => [cli.text.talk.done]);
  },
});
