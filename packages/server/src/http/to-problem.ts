import type { ErrorCode } from '@didacto/sdk/contract';
import { databaseProblem } from '../platform/database.js';
import { Problem } from '../platform/problem.js';

/** What express and its parsers throw carries the status they would answer with. */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'malformed_json',
  403: 'forbidden',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};

/** Any thrown thing as a problem of the contract. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // A path that cannot be decoded leads nowhere.
  if (error instanceof URIError) return new Problem('not_found', { cause: error });
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return databaseProblem(error) ?? new Problem(codeOfStatus[status] ?? 'internal_error', { cause: error });
}
