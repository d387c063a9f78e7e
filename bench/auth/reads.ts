import { type BenchRow, percentile, progress, toRow } from '../harness.js';
import { closedLoop, sum, type Tally, total } from './closed-loop.js';
import { Connection } from './connection.js';
import { errorRow } from './error-row.js';
import type { Door } from './school.js';
import type { School } from './start-school.js';

export type ReadOptions = {
  /** Of each door, over all rounds. */
  seconds: number;
  /** Many and short: what else the machine does changes within a second. */
  rounds: number;
  connections: number;
  warmUpSeconds: number;
};

type ReadCase = { name: string; path: string; token: string };

/** A tally with the server's CPU seconds. */
type Measured = Tally & { cpu: number };
type ByDoor<T> = Record<Door, T>;

const doors = ['open', 'authorized', 'cold'] as const satisfies Door[];

/** What it costs to know the caller and to ask the policy: the same reads through a guarded door beside an open one. */
export async function readRows(school: School, options: ReadOptions): Promise<BenchRow[]> {
  const lecture = `/v1/lectures/${school.lectureId}`;
  const light = { name: 'lecture, session', path: lecture, token: school.sessionToken };
  const others = [
    { name: 'lecture, access token', path: lecture, token: school.accessToken },
    { name: 'roster of 30, its owner', path: `${lecture}/roster`, token: school.sessionToken },
  ];
  const measured = await measureCase(school, light, options);
  const lightUs = cpuUs(measured.open);
  const rows = rowsOf(light.name, measured, lightUs);
  for (const other of others) rows.push(...rowsOf(other.name, await measureCase(school, other, options), lightUs));
  return rows;
}

/** All doors in turns, there and back, so that a slow moment of the machine falls on each. */
async function measureCase(school: School, one: ReadCase, options: ReadOptions): Promise<ByDoor<Measured[]>> {
  const { rounds, warmUpSeconds } = options;
  const callers = doors.map((door) => new Callers(school, door, one, options.connections));
  for (const caller of callers) await caller.read(warmUpSeconds);
  const measured: ByDoor<Measured[]> = { open: [], authorized: [], cold: [] };
  progress(`${one.name}: ${rounds} rounds`);
  for (let round = 0; round < rounds; round++) {
    for (const caller of round % 2 === 0 ? callers : callers.toReversed())
      measured[caller.door].push(await caller.read(options.seconds / rounds));
  }
  for (const caller of callers) caller.close();
  return measured;
}

/** Connections that repeat one read through one door. */
class Callers {
  readonly #connections: Connection[];
  readonly #idle: Connection[];
  readonly #read: (connection: Connection) => Promise<boolean>;
  readonly #school: School;

  constructor(
    school: School,
    readonly door: Door,
    { path, token }: ReadCase,
    connections: number,
  ) {
    this.#school = school;
    this.#connections = Array.from({ length: connections }, () => new Connection(school.doors[door]));
    this.#idle = [...this.#connections];
    // Who is asked for nothing brings nothing.
    const headers: Record<string, string> = door === 'open' ? {} : { authorization: `Bearer ${token}` };
    this.#read = async (connection) => (await connection.call({ method: 'GET', path, headers })) === 200;
  }

  async read(seconds: number): Promise<Measured> {
    const before = await this.#school.cpuSeconds();
    const tally = await closedLoop(this.#connections.length, seconds, () => this.#readOnce());
    return { ...tally, cpu: (await this.#school.cpuSeconds()) - before };
  }

  async #readOnce(): Promise<boolean> {
    const connection = this.#idle.pop();
    if (!connection) throw new Error('more calls at once than connections');
    const ok = await this.#read(connection);
    this.#idle.push(connection);
    return ok;
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }
}

const cpuOfOne = ({ cpu, done }: Measured): number => (cpu / done) * 1e6;
/** The middle of the rounds: disturbed ones decide nothing. */
const cpuUs = (measured: readonly Measured[]): number => percentile(measured.map(cpuOfOne), 0.5);

function rowsOf(name: string, { open, authorized, cold }: ByDoor<Measured[]>, lightUs: number): BenchRow[] {
  const p50 = (measured: readonly Measured[]) => percentile(sum(measured).latencies, 0.5);
  const beside = (of: (measured: readonly Measured[]) => number, measured: readonly Measured[]) => ({
    value: of(measured),
    baseline: of(open),
  });
  // Of neighbours in time, which the rest of the machine disturbs alike.
  const costs = authorized.map((one, round) => cpuOfOne(one) - cpuOfOne(open[round] ?? one));
  return [
    toRow({ case: name, metric: 'authorized: server CPU', unit: 'us', ...beside(cpuUs, authorized) }),
    toRow({
      case: name,
      metric: 'authorization, of an open light read',
      value: (percentile(costs, 0.5) / lightUs) * 100,
      unit: '%',
      bar: { is: '<=', limit: 10 },
    }),
    toRow({ case: name, metric: 'authorized: p50', unit: 'ms', ...beside(p50, authorized) }),
    toRow({ case: name, metric: 'not remembered: server CPU', unit: 'us', ...beside(cpuUs, cold) }),
    toRow({ case: name, metric: 'not remembered: p50', unit: 'ms', ...beside(p50, cold) }),
    errorRow(
      name,
      total([...open, ...authorized, ...cold], ({ errors }) => errors),
    ),
  ];
}
