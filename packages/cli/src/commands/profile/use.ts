import { CliError } from '../../cli-error.js';
import { command } from '../../command.js';
import { exitCodes } from '../../exit-codes.js';
import { neededText } from '../../params.js';

export const profileUse = command({
  name: 'use',
  summary: { en: 'Choose the profile that later commands use', ko: '앞으로 쓸 프로필을 고릅니다' },
  args: { name: neededText('name', { en: 'a profile', ko: '프로필' }) },
  examples: ['didacto profile use lab2', 'didacto profile use lab2 --json'],
  changes: true,
  run: async (cli, { name }) => {
    const { profiles } = await cli.store.read();
    if (!Object.hasOwn(profiles, name)) {
      throw new CliError(
        'not_found',
        cli.text.session.noProfile(name, Object.keys(profiles).join(', ')),
        exitCodes.refused,
      );
    }
    if (!cli.dryRun) await cli.store.update((config) => ({ ...config, current: name }));
    cli.out.data({ current: name, ...(cli.dryRun && { dryRun: true }) }, () => [cli.text.session.using(name)]);
  },
});
