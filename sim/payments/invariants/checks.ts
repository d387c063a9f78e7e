import type { SimDatabase } from '../database.js';
import type { Outside } from '../outside.js';
import type { Trace } from '../trace.js';

/** What invariants look at, and whom they tell. */
export interface Checks {
  readonly database: SimDatabase;
  readonly trace: Trace;
  readonly outside: () => Outside;
  readonly violate: (invariant: string, detail: string) => void;
}
