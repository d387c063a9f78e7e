import { type ExitCode, exitCodes } from './exit-codes.js';

/** Why a command did not do what was asked, before or beside the server. `code` is stable, the text is for people. */
export class CliError extends Error {
  override name = 'CliError';

  constructor(
    readonly code: string,
    message: string,
    readonly exitCode: ExitCode = exitCodes.failure,
  ) {
    super(message);
  }
}

/** The command line itself is wrong. */
export const usageError = (message: string): CliError => new CliError('usage', message, exitCodes.usage);
