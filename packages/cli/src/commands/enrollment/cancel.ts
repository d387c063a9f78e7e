import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { neededText } from '../../params.js';
import { isId, pick } from '../../resolve/pick.js';
import { enrollmentColumns } from './view.js';

export const enrollmentCancel = command({
  name: 'cancel',
  summary: { en: 'Take back a waiting request', ko: '대기 중인 신청을 취소합니다' },
  args: {
    enrollment: neededText('enrollment', { en: 'its id, or the title of the lecture', ko: '신청 ID 또는 강의 제목' }),
  },
  examples: ['didacto enrollment cancel "파이썬 기초"', 'didacto enrollment cancel "Web" --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { enrollment }) => {
    const enrollmentId = await waitingId(cli, enrollment);
    if (!(await cli.confirm(cli.text.questions.cancelEnrollment(enrollment))))
      return cli.out.say(cli.text.talk.cancelled);
    cli.out.one(await (await cli.api()).enrollments.cancel({ enrollmentId }), enrollmentColumns(cli));
  },
});

async function waitingId(cli: Cli, wanted: string): Promise<string> {
  if (isId('enr', wanted)) return wanted;
  const waiting = await (await cli.api()).enrollments.mine({ status: 'waiting', limit: 200 }).toArray();
  return pick(
    cli,
    'enrollment',
    wanted,
    waiting.map(({ id, lecture }) => ({ id, names: [lecture.title, lecture.id] })),
  );
}
