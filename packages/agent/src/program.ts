import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { sourceNames } from './capture/choose-source.js';
import type { ConsentInput } from './commands/consent.js';
import type { DoctorInput } from './commands/doctor.js';
import type { LoginInput, LogoutInput } from './commands/login.js';
import type { PairInput } from './commands/pair.js';
import type { RunInput } from './commands/run.js';
import { configDir } from './config-dir.js';
import { type ExitCode, exitCodes } from './failure.js';
import type { Host } from './host.js';
import { agentVersion } from './host-facts.js';
import { addServiceCommands } from './service-program.js';

const examples = `  didacto-agent pair https://didacto.school.example K7WP-3XQ9 --server-key 1f0a-…
  didacto-agent run
  didacto-agent consent --voice yes
  didacto-agent login https://didacto.school.example --email haeun@school.example
  didacto-agent service install systemd`;

/** Runs the command line. @param args without Node and the file @returns the exit code */
export async function runProgramLine(host: Host, args: readonly string[]): Promise<ExitCode> {
  const program = makeProgram(host);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    // Commander has said what is wrong with the line itself, or has shown its help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const { reportError } = await import('./report-error.js');
    return reportError(host, error, args.includes('--json'));
  }
}

function makeProgram(host: Host): Command {
  const { about, commands, options, examples: heading } = host.texts.help;
  const program = new Command('didacto-agent')
    .description(about)
    .version(agentVersion)
    .option('--config-dir <dir>', options.dir)
    .addHelpText('after', `\n${heading}\n${examples}`)
    .configureOutput({ writeOut: (text) => host.say(text.trimEnd()), writeErr: (text) => host.warn(text.trimEnd()) })
    .exitOverride();
  const dirOf = () =>
    configDir({ wanted: program.opts<{ configDir?: string }>().configDir, env: host.env, isRoot: host.isRoot });
  const add = (name: keyof typeof commands) =>
    program.command(name).description(commands[name]).copyInheritedSettings(program);

  addSignInCommands(host, add, dirOf);
  addRunCommands(host, add, dirOf);
  addServiceCommands(host, add('service'), () => program.opts<{ configDir?: string }>().configDir);
  return program;
}

/** What commander reads of the options; the arguments and the folder come beside. */
type Given<Input> = Omit<Input, 'dir' | 'server' | 'code'>;
type Add = (name: keyof Host['texts']['help']['commands']) => Command;

function addSignInCommands(host: Host, add: Add, dirOf: () => string): void {
  const { options } = host.texts.help;
  add('pair')
    .argument('<server>')
    .argument('<code>')
    .option('--server-key <key>', options.serverKey)
    .option('--name <name>', options.name)
    .option('--replace', options.replace)
    .option('--ca-file <file>', options.caFile)
    .option('--json', options.json)
    .action(async (server: string, code: string, given: Given<PairInput>) => {
      const { pairCommand } = await import('./commands/pair.js');
      await pairCommand(host, { ...given, server, code, dir: dirOf() });
    });
  add('unpair')
    .option('--json', options.json)
    .action(async (given: { json?: boolean }) => {
      const { unpairCommand } = await import('./commands/pair.js');
      await unpairCommand(host, { ...given, dir: dirOf() });
    });
  add('login')
    .argument('<server>')
    .requiredOption('--email <address>', options.email)
    .option('--password-file <file>', options.passwordFile)
    .option('--password-stdin', options.passwordStdin)
    .option('--ca-file <file>', options.caFile)
    .option('--json', options.json)
    .action(async (server: string, given: Given<LoginInput>) => {
      const { loginCommand } = await import('./commands/login.js');
      await loginCommand(host, { ...given, server, dir: dirOf() });
    });
  add('logout')
    .option('--ca-file <file>', options.caFile)
    .option('--json', options.json)
    .action(async (given: Given<LogoutInput>) => {
      const { logoutCommand } = await import('./commands/login.js');
      await logoutCommand(host, { ...given, dir: dirOf() });
    });
}

function addRunCommands(host: Host, add: Add, dirOf: () => string): void {
  const { options } = host.texts.help;
  const source = () => new Option('--source <name>', options.source).choices(sourceNames).default('auto');
  add('run')
    .addOption(source())
    .option('--display <name>', options.display)
    .option('--monitor <which>', options.monitor, monitorOf, 'all')
    .option('--label <text>', options.label)
    .option('--hook <program>', options.hook)
    .addOption(new Option('--notice <how>', options.notice).choices(['auto', 'none']).default('auto'))
    .option('--ca-file <file>', options.caFile)
    .addOption(
      new Option('--log-level <level>', options.logLevel).choices(['debug', 'info', 'warn', 'error']).default('info'),
    )
    .action(async (given: Given<RunInput>) => {
      const { runCommand } = await import('./commands/run.js');
      await runCommand(host, { ...given, dir: dirOf() });
    });
  add('status')
    .option('--json', options.json)
    .action(async (given: { json?: boolean }) => {
      const { statusCommand } = await import('./commands/status.js');
      await statusCommand(host, { ...given, dir: dirOf() });
    });
  const answer = (part: keyof Host['texts']['help']['options'], name: string) =>
    new Option(`--${name} <answer>`, options[part]).choices(['yes', 'no']);
  add('consent')
    .addOption(answer('allowScreen', 'screen'))
    .addOption(answer('allowVoice', 'voice'))
    .addOption(answer('allowCamera', 'camera'))
    .option('--json', options.json)
    .action(async (given: Given<ConsentInput>) => {
      const { consentCommand } = await import('./commands/consent.js');
      await consentCommand(host, { ...given, dir: dirOf() });
    });
  add('doctor')
    .addOption(source())
    .option('--display <name>', options.display)
    .option('--hook <program>', options.hook)
    .option('--ca-file <file>', options.caFile)
    .option('--json', options.json)
    .action(async (given: Given<DoctorInput>) => {
      const { doctorCommand } = await import('./commands/doctor.js');
      await doctorCommand(host, { ...given, dir: dirOf() });
    });
}

function monitorOf(text: string): number | string {
  if (text.trim() === '') throw new InvalidArgumentError('all, or a monitor');
  return /^\d+$/.test(text) ? Number(text) : text;
}
