import { DidactoError } from '../errors.js';
import type { Refusal } from './wire.js';

/** The server did not do what a room asked for. `code` is stable; texts are for people. */
export class RefusedError extends DidactoError {
  override name = 'RefusedError';
  readonly code: Refusal['code'];

  constructor({ code, title, detail }: Refusal) {
    super(detail ?? title);
    this.code = code;
  }
}

/** @throws RefusedError */
export function granted<T extends { ok: true }>(answer: T | Refusal): T {
  if (answer.ok) return answer;
  throw new RefusedError(answer);
}
