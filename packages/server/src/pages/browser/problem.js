/** What the API, or the way to it, answered instead of a reply. */
export class Problem extends Error {
  /**
   * @param {string} code of the contract, or `unreachable` or `unexpected`
   * @param {{ title?: string, fields?: readonly { path: string, message: string }[], retryAfter?: string, cause?: unknown }} [about]
   */
  constructor(code, { title, fields = [], retryAfter, cause } = {}) {
    super(title ?? code, { cause });
    this.code = code;
    this.title = title;
    this.fields = fields;
    /** Seconds. */
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {unknown} error
 * @param {...string} codes any of these
 */
export const isProblem = (error, ...codes) => error instanceof Problem && codes.includes(error.code);

/**
 * Reads a refusal; what stands before the server may answer something else.
 * @param {Response} response
 */
export async function problemOf(response) {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return new Problem('unexpected');
  /** @type {import('@didacto/sdk/contract').ProblemBody} */
  const { code, title, errors } = await response.json();
  return new Problem(code, { title, fields: errors, retryAfter: response.headers.get('retry-after') ?? undefined });
}
