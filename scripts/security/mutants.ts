import type { Mutant } from './mutant-trial.js';
import { accessMutants } from './mutants/access.js';
import { httpMutants } from './mutants/http.js';
import { identityMutants } from './mutants/identity.js';
import { sessionMutants } from './mutants/sessions.js';

/** Every protection that the proof takes out. To add one: one object in a file of `mutants/`. */
export const securityMutants: readonly Mutant[] = [
  ...accessMutants,
  ...identityMutants,
  ...sessionMutants,
  ...httpMutants,
];
