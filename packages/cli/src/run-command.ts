import { CommanderError } from 'commander';
import { usageError } from './cli-error.js';
import { heldBack } from './client/dry-run.js';
import type { Command } from './command.js';
import type { GlobalOptions } from './config/settings.js';
import { createCli, type Host } from './context.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { type Language, messages } from './i18n/index.js';
import { createOutput } from './output/output.js';
import { describePlan } from './output/plan.js';
import { reportError } from './output/report-error.js';
import { usageText } from './usage-text.js';

interface Run {
  readonly host: Host;
  readonly language: Language;
  readonly command: Command;
  readonly typed: Readonly<Record<string, unknown>>;
  readonly options: GlobalOptions;
}

/** Runs a command that was chosen and parsed; what it throws is reported here and becomes its exit code. */
export async function runCommand({ host, language, command, typed, options }: Run): Promise<number> {
  const { talk } = messages(language);
  const out = createOutput(host, { json: options.json === true, noColour: options.color === false });
  try {
    return await command.run(await createCli(host, options, language), typed);
  } catch (error) {
    const request = heldBack(error);
    if (request === undefined) return reportError(error, out, talk, command);
    describePlan(out, talk, [request]);
    return exitCodes.ok;
  }
}

/** Reports a command line that could not be parsed. */
export function reportUsage(
  error: unknown,
  host: Host,
  { language, json }: { language: Language; json: boolean },
): ExitCode {
  const { talk } = messages(language);
  const out = createOutput(host, { json, noColour: false });
  if (!(error instanceof CommanderError)) return reportError(error, out, talk);
  // A noun without its verb has already shown its help.
  if (error.code === 'commander.help') {
    return json ? reportError(usageError('A verb is missing'), out, talk) : exitCodes.usage;
  }
  return reportError(usageError(usageText(error.message, language)), out, talk);
}
