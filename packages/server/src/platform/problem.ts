import { type ErrorCode, errors, type ProblemBody, problemType } from '@didacto/sdk/contract';

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** An error with a code of the contract: what a caller is told. Everything else becomes `internal_error`. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly options: {
      readonly detail?: string;
      readonly fields?: readonly FieldError[];
      readonly retryAfterSeconds?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(options.detail ?? errors[code].title.en, options.cause === undefined ? {} : { cause: options.cause });
    this.status = errors[code].status;
  }
}

/** That one field is not valid, and why. */
export const invalidField = (path: string, message: string): Problem =>
  new Problem('validation_failed', { detail: `${path}: ${message}`, fields: [{ path, message }] });

export type Language = 'en' | 'ko';

/** Korean when the header prefers it to English. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  return weightOf(acceptLanguage, 'ko') > weightOf(acceptLanguage, 'en') ? 'ko' : 'en';
}

/** A language's weight in the header, 0 when it is not there; earlier ones of one weight count more. */
function weightOf(header = '', language: Language): number {
  const ranges = header.toLowerCase().split(',');
  const at = ranges.findIndex((range) => new RegExp(`^\\s*${language}(-[\\w-]+)?\\s*(;|$)`).test(range));
  const quality = Number(/;\s*q=([\d.]+)/.exec(ranges[at] ?? '')?.[1] ?? 1);
  return at === -1 || Number.isNaN(quality) ? 0 : quality - at / 1e6;
}

export function problemBody(problem: Problem, language: Language, requestId: string): ProblemBody {
  const { detail, fields } = problem.options;
  return {
    type: problemType(problem.code),
    title: errors[problem.code].title[language],
    status: problem.status,
    code: problem.code,
    ...(detail !== undefined && { detail }),
    requestId,
    ...(fields && { errors: [...fields] }),
  };
}
