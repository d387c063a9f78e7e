import type { PasswordCost } from '../../packages/server/src/platform/passwords.js';
import { type BenchRow, percentile, progress, toRow } from '../harness.js';
import { cpuSeconds } from '../processes.js';
import { closedLoop, sum, type Tally, total } from './closed-loop.js';
import { Connection } from './connection.js';
import { errorRow } from './error-row.js';
import type { Hasher } from './start-hasher.js';
import type { School } from './start-school.js';

export type SignInOptions = {
  /** Of both sides. */
  cost: PasswordCost;
  /** Of each side, over all rounds. */
  seconds: number;
  rounds: number;
  parallel: number;
};

/** A tally with the CPU seconds of who did the work. */
type Measured = Tally & { cpu: number };

/** Sign-ins beside bare hashes of the same cost, in turns, so that a slow moment of the machine falls on both. */
export async function signInRows(school: School, hasher: Hasher, options: SignInOptions): Promise<BenchRow[]> {
  const { parallel, rounds, cost } = options;
  const seconds = options.seconds / rounds;
  const people = new People(school);
  await people.signAllIn();
  const bare: Measured[] = [];
  const ours: Measured[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`sign-ins, ${parallel} at once, round ${round}: bare hash, then server`);
    bare.push(await measure(hasher.pid, () => hasher.run({ parallel, seconds, cost })));
    ours.push(await measure(school.pid, () => closedLoop(parallel, seconds, people.signNextIn)));
  }
  people.leave();
  return rowsOf(`sign-in, ${parallel} at once`, bare, ours);
}

async function measure(pid: number, work: () => Promise<Tally>): Promise<Measured> {
  const before = cpuSeconds(pid);
  const tally = await work();
  return { ...tally, cpu: cpuSeconds(pid) - before };
}

const rate = ({ done, seconds }: Tally): number => done / seconds;

function rowsOf(name: string, bare: readonly Measured[], ours: readonly Measured[]): BenchRow[] {
  const [ourSum, bareSum] = [sum(ours), sum(bare)];
  const pair = (of: (tally: Tally) => number) => ({ value: of(ourSum), baseline: of(bareSum) });
  const cpuMs = (measured: readonly Measured[]) =>
    (total(measured, ({ cpu }) => cpu) / total(measured, ({ done }) => done)) * 1000;
  // The middle of the pairs: one disturbed round decides nothing.
  const shares = ours.map((our, round) => rate(our) / rate(bare[round] ?? our));
  const latency = (share: number) => pair(({ latencies }) => percentile(latencies, share));
  return [
    toRow({ case: name, metric: 'sign-ins, beside bare hashes', unit: '/s', ...pair(rate) }),
    toRow({ case: name, metric: 'share of the bare hashes', value: percentile(shares, 0.5) * 100, unit: '%' }),
    toRow({ case: name, metric: 'p50', unit: 'ms', ...latency(0.5) }),
    toRow({ case: name, metric: 'p99', unit: 'ms', ...latency(0.99) }),
    toRow({ case: name, metric: 'server CPU a sign-in', unit: 'ms', value: cpuMs(ours), baseline: cpuMs(bare) }),
    errorRow(name, ourSum.errors),
  ];
}

/** How long a light read takes while others sign in, beside the same when nobody does. */
export async function readWhileSignInRows(school: School, seconds: number, parallel: number): Promise<BenchRow[]> {
  const people = new People(school);
  await people.signAllIn();
  const reader = new Connection(school.doors.authorized);
  const path = `/v1/lectures/${school.lectureId}`;
  const headers = { authorization: `Bearer ${school.sessionToken}` };
  const read = () => closedLoop(1, seconds, async () => (await reader.call({ method: 'GET', path, headers })) === 200);
  progress('light read alone');
  const alone = await read();
  progress(`light read beside ${parallel} sign-ins at once`);
  const [beside, signIns] = await Promise.all([read(), closedLoop(parallel, seconds, people.signNextIn)]);
  reader.close();
  people.leave();
  const name = `light read beside ${parallel} sign-ins at once`;
  const latency = (share: number) => ({
    value: percentile(beside.latencies, share),
    baseline: percentile(alone.latencies, share),
  });
  return [
    toRow({ case: name, metric: 'p50', unit: 'ms', ...latency(0.5) }),
    toRow({ case: name, metric: 'p99', unit: 'ms', ...latency(0.99) }),
    errorRow(
      name,
      total([alone, beside, signIns], ({ errors }) => errors),
    ),
  ];
}

/** Students, each at a computer of their own, so that the limits of tries stay on and none is met. */
class People {
  readonly #signIns: (() => Promise<boolean>)[];
  readonly #connections: Connection[];
  #next = 0;

  constructor({ doors, students }: School) {
    // Linux answers on the whole of 127.0.0.0/8.
    this.#connections = students.map(
      (_, index) => new Connection(doors.authorized, `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`),
    );
    this.#signIns = this.#connections.map(
      (connection, index) => async () =>
        (await connection.call({ method: 'POST', path: '/v1/sessions', body: students[index] })) === 201,
    );
  }

  /** The first time at a computer costs more: a letter goes to who signed in at another before. */
  async signAllIn(): Promise<void> {
    for (const signIn of this.#signIns) if (!(await signIn())) throw new Error('a student could not sign in');
  }

  readonly signNextIn = async (): Promise<boolean> => {
    const signIn = this.#signIns[this.#next++ % this.#signIns.length];
    if (!signIn) throw new Error('there is nobody to sign in');
    return signIn();
  };

  leave(): void {
    for (const connection of this.#connections) connection.close();
  }
}
