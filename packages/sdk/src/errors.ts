import type { ErrorCode } from './contract/errors.js';
import type { ProblemBody } from './contract/problem.js';

/** The base of everything this SDK throws. */
export class DidactoError extends Error {
  override name = 'DidactoError';
}

/** The server answered with a problem. `code` is stable; texts are for people. */
export class ApiError extends DidactoError {
  override name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly requestId: string | undefined;
  /** Milliseconds the server asks to wait, when it says so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly problem: ProblemBody,
    retryAfterMs?: number,
  ) {
    // What it is about alone, such as a product's name, says nothing.
    super(problem.detail === undefined ? problem.title : `${problem.title}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
    this.requestId = problem.requestId;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The server could not be reached, or broke off: what was asked may or may not have happened. */
export class ConnectionError extends DidactoError {
  override name = 'ConnectionError';
}

/** No answer within the time allowed. */
export class TimeoutError extends ConnectionError {
  override name = 'TimeoutError';
}

/** A plain http or ws address that is not this machine: passwords and pictures would cross the network in clear. */
export class InsecureAddressError extends DidactoError {
  override name = 'InsecureAddressError';
}

/** Works across duplicate copies of this package, where `instanceof` does not. */
export const isApiError = (error: unknown): error is ApiError => error instanceof Error && error.name === 'ApiError';
