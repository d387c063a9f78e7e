import { Argument, type Command } from 'commander';
import type { ServiceInput } from './commands/service.js';
import type { Host } from './host.js';
import { type ServiceKind, serviceKinds } from './service/service.js';

type Given = Pick<ServiceInput, 'json' | 'dryRun'>;

/** The `service` commands. @param dirGiven the configuration folder of the line, which the service then keeps to */
export function addServiceCommands(host: Host, service: Command, dirGiven: () => string | undefined): void {
  const { commands, options } = host.texts.help;
  const add = (name: 'print' | 'install' | 'uninstall') =>
    service
      .command(name)
      .description(commands[name])
      .copyInheritedSettings(service)
      .addArgument(new Argument('<kind>').choices(serviceKinds))
      .option('--json', options.json);
  const input = (kind: ServiceKind, given: Given) => {
    const dir = dirGiven();
    return { ...given, kind, ...(dir !== undefined && { dir }) };
  };
  add('print').action(async (kind: ServiceKind, given: Given) => {
    const { printService } = await import('./commands/service.js');
    printService(host, input(kind, given));
  });
  add('install')
    .option('--dry-run', options.dryRun)
    .action(async (kind: ServiceKind, given: Given) => {
      const { installCommand } = await import('./commands/service.js');
      await installCommand(host, input(kind, given));
    });
  add('uninstall')
    .option('--dry-run', options.dryRun)
    .action(async (kind: ServiceKind, given: Given) => {
      const { uninstallCommand } = await import('./commands/service.js');
      await uninstallCommand(host, input(kind, given));
    });
}
