import { ConnectionError, InsecureAddressError, isApiError } from '@didacto/sdk';
import { errors } from '@didacto/sdk/contract';
import { AgentFailure, type ExitCode, exitCodes, messageOf } from './failure.js';
import type { Host } from './host.js';
import { safeText } from './safe-text.js';

interface Told {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
}

/** Tells a person, or with `json` a program, why a command failed. @returns the exit code */
export function reportError(host: Host, error: unknown, json: boolean): ExitCode {
  const { code, message, exitCode } = tell(host, error);
  host.warn(json ? JSON.stringify({ error: { code, message } }) : `didacto-agent: ${message} [${code}]`);
  return exitCode;
}

function tell({ language, texts }: Host, error: unknown): Told {
  if (error instanceof AgentFailure) {
    const { code, message, exitCode } = error;
    const own = texts.failures[code];
    return { code, message: own === undefined ? message : `${own} ${message}`, exitCode };
  }
  if (isApiError(error)) {
    const title = errors[error.code]?.title[language] ?? safeText(error.message);
    return {
      code: error.code,
      message: title,
      exitCode: error.status === 401 ? exitCodes.needsLogin : exitCodes.failure,
    };
  }
  if (error instanceof InsecureAddressError) {
    return { code: 'address_insecure', message: error.message, exitCode: exitCodes.usage };
  }
  if (error instanceof ConnectionError) {
    const cause = error.cause === undefined ? '' : `: ${messageOf(error.cause)}`;
    return { code: 'unreachable', message: safeText(`${error.message}${cause}`), exitCode: exitCodes.network };
  }
  return { code: 'internal_error', message: safeText(messageOf(error)), exitCode: exitCodes.failure };
}
