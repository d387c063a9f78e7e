import { CliError } from '../../cli-error.js';
import { exitCodeOfStatus } from '../../exit-codes.js';
import type { Language } from '../../i18n/index.js';
import { refusalIn, wordsIn } from '../../view/page/words.js';

const statusOf: Readonly<Record<string, number>> = { forbidden: 403, not_found: 404, shutting_down: 503 };

/** What a socket's no means to who asked: its words, and the exit code of the status that it would have over HTTP. */
export function refusalOf(code: string, language: Language): CliError {
  const status = statusOf[code] ?? 401;
  // Whatever is said against a token, the way on is to sign in again.
  const reason = refusalIn(wordsIn(language), status === 401 ? 'session_ended' : code);
  return new CliError(code, reason, exitCodeOfStatus(status));
}
