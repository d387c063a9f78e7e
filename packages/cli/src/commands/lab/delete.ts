import { command } from '../../command.js';
import { labId } from '../../resolve/place.js';
import { labArgument } from './view.js';

export const labDelete = command({
  name: 'delete',
  summary: { en: 'Delete a lab that has no devices left', ko: '기기가 없는 실습실을 지웁니다' },
  args: { lab: labArgument },
  examples: ['didacto lab delete "정보실 1"', 'didacto lab delete "Lab 2" --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { lab }) => {
    const id = await labId(cli, lab);
    if (!(await cli.confirm(cli.text.questions.deleteLab(lab)))) return cli.out.say(cli.text.talk.cancelled);
    await (await cli.api()).labs.delete({ labId: id });
    cli.out.data({ id, deleted: true }, () => [cli.text.talk.done]);
  },
});
