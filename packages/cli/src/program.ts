import { Command as Commander, CommanderError, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { addLeaf, type LeafAction } from './add-leaf.js';
import type { Host } from './context.js';
import { exitCodes } from './exit-codes.js';
import { chooseLanguage, type Language, messages } from './i18n/index.js';
import { type Noun, nouns } from './nouns.js';

/**
 * Runs one command line and gives its exit code. Nothing of a command is loaded before it is chosen.
 * @param argv what was typed after `didacto`
 */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  const language = chooseLanguage(host.env, flagValue(argv, '--lang'));
  let exitCode: number = exitCodes.ok;
  const action: LeafAction = async (command, typed, options) => {
    const { runCommand } = await import('./run-command.js');
    exitCode = await runCommand({ host, language, command, typed, options });
  };
  try {
    const program = buildProgram(language, host, action);
    await program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    const { reportUsage } = await import('./run-command.js');
    return reportUsage(error, host, { language, json: argv.includes('--json') });
  }
}

/** The tree of commands; each noun's verbs are added when it is entered. */
function buildProgram(language: Language, host: Pick<Host, 'stdout' | 'stderr'>, action: LeafAction): Commander {
  const { help } = messages(language);
  const titles: Readonly<Record<string, string>> = help.titles;
  const program = new Commander('didacto')
    .description(help.about)
    .version(manifest.version, '-V, --version', help.version)
    .helpOption('-h, --help', help.help)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      // Reported with the other errors, as JSON where that is asked for.
      outputError: () => undefined,
    })
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => titles[title] ?? title })
    .addHelpText('after', `\n${help.more}`);
  addGlobalOptions(program, language);
  for (const noun of nouns)
    program.command(noun.name).description(noun.summary[language]).copyInheritedSettings(program);
  program.hook('preSubcommand', async (_, chosen) => {
    const noun = nouns.find(({ name }) => name === chosen.name());
    if (noun) await fill(chosen, noun, language, action);
  });
  program
    .command('help [topic...]')
    .description(help.helpCommand)
    .action(async (topic: string[]) => {
      if (topic[0] === 'exit-codes') host.stdout.write(`${help.exitCodes}\n`);
      else await buildProgram(language, host, action).parseAsync([...topic, '--help'], { from: 'user' });
    });
  return program;
}

/** Gives a noun its verbs, or a command of one word its arguments. */
async function fill(target: Commander, noun: Noun, language: Language, action: LeafAction): Promise<void> {
  const loaded = await noun.load();
  if ('run' in loaded) return addLeaf(target, loaded, language, action);
  target.helpCommand(false);
  for (const verb of loaded) addLeaf(target.command(verb.name), verb, language, action);
}

function addGlobalOptions(program: Commander, language: Language): void {
  const { globals } = messages(language).help;
  program
    .option('--json', globals.json)
    .option('--server <url>', globals.server)
    .option('--profile <name>', globals.profile)
    .option('--ca-file <file>', globals.caFile)
    .addOption(new Option('--lang <language>', globals.lang).choices(['en', 'ko']))
    .option('--no-color', globals.noColour);
}

/** A flag's value before the command line is parsed: the parser's own texts depend on it. */
function flagValue(argv: readonly string[], flag: string): string | undefined {
  const at = argv.findIndex((part) => part === flag || part.startsWith(`${flag}=`));
  if (at < 0) return undefined;
  return argv[at]?.startsWith(`${flag}=`) ? argv[at]?.slice(flag.length + 1) : argv[at + 1];
}
