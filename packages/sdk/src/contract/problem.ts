import * as z from 'zod';
import { errorCodes } from './errors.js';

/** An error's body, RFC 9457, `application/problem+json`. */
export const ProblemBody = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(errorCodes),
    detail: z.string().optional(),
    requestId: z.string().optional(),
    /** For `validation_failed`: which field, and what it must be. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type ProblemBody = z.infer<typeof ProblemBody>;

export const problemType = (code: string): string => `https://didacto.dev/problems/${code}`;
