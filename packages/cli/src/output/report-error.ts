import { ConnectionError, DidactoError, type ErrorCode, isApiError } from '@didacto/sdk';
import { CliError } from '../cli-error.js';
import type { Command } from '../command.js';
import { type ExitCode, exitCodeOfStatus, exitCodes } from '../exit-codes.js';
import type { TalkMessages } from '../i18n/talk.js';
import { flagOf } from '../params.js';
import type { Output } from './output.js';
import { safeJson, safeText } from './safe-text.js';

interface FieldError {
  readonly path: string;
  readonly message: string;
}

interface Report {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
  readonly requestId?: string | undefined;
  readonly fields?: readonly FieldError[] | undefined;
  readonly hint?: string | undefined;
}

/** What there is to say about anything that was thrown. */
function reportOf(error: unknown, talk: TalkMessages): Report {
  if (isApiError(error)) {
    const exitCode = exitCodeOfStatus(error.status);
    return {
      code: error.code,
      message: error.message,
      exitCode,
      requestId: error.requestId,
      fields: error.problem.errors,
      hint: hintFor(error.code, exitCode, talk),
    };
  }
  if (error instanceof CliError) return { code: error.code, message: error.message, exitCode: error.exitCode };
  if (error instanceof ConnectionError) {
    const reason = reasonOf(error.cause);
    return {
      code: error.name === 'TimeoutError' ? 'timeout' : 'connection_failed',
      message: reason === undefined ? error.message : `${error.message} (${reason})`,
      exitCode: exitCodes.network,
      hint: reason !== undefined && /CERT|ISSUER/.test(reason) ? talk.certificate : talk.connection,
    };
  }
  if (error instanceof DidactoError)
    return { code: 'insecure_address', message: error.message, exitCode: exitCodes.usage };
  return {
    code: 'failure',
    message: error instanceof Error ? error.message : String(error),
    exitCode: exitCodes.failure,
  };
}

/** How to go on from a refusal, where there is a way. */
function hintFor(code: ErrorCode, exitCode: ExitCode, { hints, signInFirst }: TalkMessages): string | undefined {
  const known: Partial<Record<ErrorCode, string>> = hints;
  if (known[code] !== undefined) return known[code];
  return exitCode === exitCodes.needsLogin && code !== 'credentials_wrong' ? signInFirst : undefined;
}

/** The system's own word for it (ECONNREFUSED, a certificate's fault), or the last message, however deep it lies. */
function reasonOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return reasonOf(cause instanceof AggregateError ? cause.errors[0] : cause.cause) ?? cause.message;
}

/** The flag or argument that a field of the API came from. */
function typedAs(path: string, command: Command | undefined): string {
  const name = path.split('.').at(-1) ?? path;
  for (const key of [name, name.replace(/Id$/, '')]) {
    if (command && Object.hasOwn(command.options, key)) return ` (${flagOf(key)})`;
    if (command && Object.hasOwn(command.args, key)) return ` (<${key}>)`;
  }
  return '';
}

/** Says on stderr what went wrong, as a line or as JSON, and gives the exit code. */
export function reportError(error: unknown, out: Output, talk: TalkMessages, command?: Command): ExitCode {
  const { code, message, exitCode, requestId, fields, hint } = reportOf(error, talk);
  if (out.json) {
    out.say(safeJson({ error: { code, message, requestId: requestId ?? null, fields: fields ?? [] } }));
    return exitCode;
  }
  const lines = (fields ?? []).map(
    ({ path, message }) => `${safeText(path)}: ${safeText(message)}${typedAs(path, command)}`,
  );
  const said = lines.length > 0 ? lines : [safeText(message)];
  const reference = requestId === undefined ? '' : out.paintTalk('quiet', ` [${safeText(requestId)}]`);
  out.say(`${out.paintTalk('bad', `didacto: ${said.join('\n         ')}`)}${reference}`);
  if (hint !== undefined) out.say(hint);
  return exitCode;
}
