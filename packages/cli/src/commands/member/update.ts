import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { choice, neededText, text } from '../../params.js';
import { memberId } from '../../resolve/person.js';
import { grades, memberColumns } from './view.js';

export const memberUpdate = command({
  name: 'update',
  summary: { en: "Change a member's name or grade", ko: '회원의 이름이나 등급을 바꿉니다' },
  args: { member: neededText('member', { en: 'id, e-mail or name', ko: 'ID, 이메일 또는 이름' }) },
  options: {
    name: text('name', { en: 'new name', ko: '새 이름' }),
    grade: choice('grade', grades, { en: 'new grade', ko: '새 등급' }),
  },
  examples: [
    'didacto member update minji@school.example --grade premium',
    'didacto member update 박민지 --name "박민지 (정보)" --dry-run',
    'didacto member update minji@school.example --grade free --json',
  ],
  changes: true,
  run: async (cli, { member, name, grade }) => {
    if (name === undefined && grade === undefined) throw usageError(cli.text.session.nothingToChange);
    const updated = await (await cli.api()).members.update({ memberId: await memberId(cli, member), name, grade });
    cli.out.one(updated, memberColumns(cli));
  },
});
