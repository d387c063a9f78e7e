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

export type Language = 'en' | 'ko';

/** Korean when the header prefers it to English. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '').toLowerCase().match(/\b(ko|en)\b/);
  return first?.[1] === 'ko' ? 'ko' : 'en';
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
