import { Argument, type Command as Commander, Option } from 'commander';
import type { Command } from './command.js';
import type { GlobalOptions } from './config/settings.js';
import { type Language, messages } from './i18n/index.js';
import { flagOf, type Param } from './params.js';

/** What is done with a command once its line is parsed. */
export type LeafAction = (
  command: Command,
  typed: Readonly<Record<string, unknown>>,
  options: GlobalOptions,
) => Promise<void>;

/** Teaches the parser one command: its arguments, options, help and action. */
export function addLeaf(target: Commander, command: Command, language: Language, action: LeafAction): void {
  const { help } = messages(language);
  const { summary, details, examples, args, options } = command;
  target.summary(summary[language]).description([summary[language], details?.[language]].filter(Boolean).join('\n\n'));
  for (const [key, param] of Object.entries(args)) target.addArgument(argumentOf(key, param, language));
  for (const [key, param] of Object.entries(options)) target.addOption(optionOf(key, param, language));
  if (command.changes) target.option('-n, --dry-run', help.dryRun);
  if (command.destructive) target.option('-y, --yes', help.yes);
  target.addHelpText('after', `\n${help.titles['Examples:']}\n${examples.map((line) => `  ${line}`).join('\n')}`);
  target.action(async () => {
    const typed = Object.fromEntries(
      Object.keys(args).map((key, at): [string, unknown] => [key, target.processedArgs[at]]),
    );
    await action(command, { ...target.opts(), ...typed }, target.optsWithGlobals<GlobalOptions>());
  });
  target.usage([...usageParts(args), '[options]'].join(' '));
}

const usageParts = (args: Command['args']) =>
  Object.values(args).map(({ value, required, many }) => {
    const name = `${value}${many ? '...' : ''}`;
    return required ? `<${name}>` : `[${name}]`;
  });

function argumentOf(
  key: string,
  { value = key, required, many, text, choices }: Param<unknown>,
  language: Language,
): Argument {
  const name = `${value}${many ? '...' : ''}`;
  const argument = new Argument(required ? `<${name}>` : `[${name}]`, text[language]);
  return choices ? argument.choices(choices) : argument;
}

function optionOf(
  key: string,
  { value, required, many, negated, text, choices, short }: Param<unknown>,
  language: Language,
): Option {
  const name = negated ? flagOf(key).replace('--', '--no-') : flagOf(key);
  const flags = [...(short ? [short] : []), name].join(', ');
  const option = new Option(value === undefined ? flags : `${flags} <${value}${many ? '...' : ''}>`, text[language]);
  if (choices) option.choices(choices);
  return option.makeOptionMandatory(required === true);
}
