import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { readFirstLine } from '../../input/first-line.js';
import { readPassword } from '../../input/password.js';
import { flag, text } from '../../params.js';
import { memberColumns } from './view.js';

export const memberEditMe = command({
  name: 'edit-me',
  summary: { en: 'Change my name or password', ko: '내 이름이나 비밀번호를 바꿉니다' },
  details: { en: 'A new password ends your other sign-ins.', ko: '비밀번호를 바꾸면 다른 로그인은 끝납니다.' },
  options: {
    name: text('name', { en: 'new name', ko: '새 이름' }),
    changePassword: flag({
      en: 'ask for the current and a new password',
      ko: '현재 비밀번호와 새 비밀번호를 물어봅니다',
    }),
    currentPasswordFile: text('file', { en: 'read the current password from a file', ko: '현재 비밀번호 파일' }),
    newPasswordFile: text('file', { en: 'read the new password from a file', ko: '새 비밀번호 파일' }),
  },
  examples: [
    'didacto member edit-me --name "김하은"',
    'didacto member edit-me --change-password',
    'didacto member edit-me --current-password-file old.txt --new-password-file new.txt --json',
  ],
  changes: true,
  run: async (cli, { name, ...input }) => {
    const wanted =
      input.changePassword || input.currentPasswordFile !== undefined || input.newPasswordFile !== undefined;
    if (name === undefined && !wanted) throw usageError(cli.text.session.nothingToChange);
    const passwords = wanted ? await readPasswords(cli, input) : {};
    cli.out.one(await (await cli.api()).members.updateMe({ name, ...passwords }), memberColumns(cli));
  },
});

interface Sources {
  readonly currentPasswordFile: string | undefined;
  readonly newPasswordFile: string | undefined;
}

async function readPasswords(cli: Cli, { currentPasswordFile, newPasswordFile }: Sources) {
  const { talk, session } = cli.text;
  if (cli.dryRun) return { currentPassword: '', password: '' };
  if (!cli.prompt.possible && (currentPasswordFile === undefined || newPasswordFile === undefined)) {
    throw usageError(session.currentNeeded);
  }
  const currentPassword =
    currentPasswordFile === undefined
      ? await cli.prompt.secret(talk.password.askCurrent)
      : await readFirstLine(currentPasswordFile);
  const password = await readPassword(cli, { passwordFile: newPasswordFile, passwordStdin: false }, { isNew: true });
  return { currentPassword, password };
}
