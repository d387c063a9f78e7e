import type { PasswordCost } from '../../packages/server/src/platform/passwords.js';
import type { Bench, BenchRow } from '../harness.js';
import { pin } from '../processes.js';
import { type ReadOptions, readRows } from './reads.js';
import { readWhileSignInRows, signInRows } from './sign-ins.js';
import { startHasher } from './start-hasher.js';
import { startSchool } from './start-school.js';

const SECONDS = 10;
const STUDENTS = 64;
/** The configuration's default. */
const COST: PasswordCost = { memoryKib: 19_456, passes: 2 };
const SERVER_CORE = 0;

export type AuthOptions = {
  cost: PasswordCost;
  students: number;
  signIns: { seconds: number; rounds: number; parallel: number[] };
  reads: ReadOptions;
};

/** What it costs to find out who calls and whether they may: once at the door, then at each call. */
export const benchAuth: Bench = {
  name: 'auth',
  describe: 'sign-ins beside a bare argon2id, authorized reads beside open ones (about 3 minutes)',
  run: ({ seconds = SECONDS }) =>
    measureAuth({
      cost: COST,
      students: STUDENTS,
      signIns: { seconds, rounds: 5, parallel: [4, 8] },
      reads: { seconds, rounds: 200, connections: 4, warmUpSeconds: Math.min(seconds, 2) },
    }),
};

export async function measureAuth({ cost, students, signIns, reads }: AuthOptions): Promise<BenchRow[]> {
  const { parallel, ...length } = signIns;
  const opened: { stop(): Promise<void> }[] = [];
  const open = <T extends { stop(): Promise<void> }>(part: T): T => {
    opened.push(part);
    return part;
  };
  try {
    const school = open(await startSchool({ students, cost }));
    const hasher = open(await startHasher());
    const rows: BenchRow[] = [];
    for (const one of parallel) rows.push(...(await signInRows(school, hasher, { ...length, cost, parallel: one })));
    rows.push(...(await readWhileSignInRows(school, length.seconds, Math.max(...parallel))));
    // Hashing wants all cores; a read is measured on one, away from who calls.
    pin(school.pid, SERVER_CORE);
    return [...rows, ...(await readRows(school, reads))];
  } finally {
    for (const part of opened) await part.stop();
  }
}
