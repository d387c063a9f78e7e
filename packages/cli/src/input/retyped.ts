import { type ApiError, type ErrorCode, isApiError } from '@didacto/sdk';
import type { Cli } from '../context.js';
import { safeText } from '../output/safe-text.js';

const tries = 3;

/** How the server says that what was typed is at fault: by one of the codes, or by the field of the API. */
interface Fault {
  readonly field: string;
  readonly codes: readonly ErrorCode[];
}

/**
 * Lets a person who is asked at the terminal try again where the server refuses what they typed.
 * @param attempt asks, and calls with the answer
 * @param typed whether it asks at all; what stands in a file stays refused
 */
export async function retyped<T>(cli: Cli, typed: boolean, fault: Fault, attempt: () => Promise<T>): Promise<T> {
  for (let left = typed ? tries : 1; ; ) {
    try {
      return await attempt();
    } catch (error) {
      left -= 1;
      if (left === 0 || !isApiError(error) || !isTheirs(error, fault)) throw error;
      const said = error.problem.errors?.map(({ message }) => message) ?? [error.message];
      cli.out.say(safeText(said.join('; ')));
    }
  }
}

const isTheirs = ({ code, problem }: ApiError, { field, codes }: Fault): boolean =>
  code === 'validation_failed' ? problem.errors?.every(({ path }) => path === field) === true : codes.includes(code);
