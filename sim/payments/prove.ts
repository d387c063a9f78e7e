import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';

const Found = z.object({ seed: z.number(), run: z.string(), invariant: z.string(), detail: z.string() });
const Report = z.object({ seeds: z.number(), steps: z.number(), violations: z.array(Found) });
const Part = z.object({
  mode: z.enum(['seeds', 'crash-points', 'outage', 'storm']),
  first: z.number(),
  seeds: z.number(),
});
const Kept = z.object({
  proof: z.literal('payments'),
  /** Of the payments' code and of the simulation: results stand while both are the same. */
  fingerprint: z.string(),
  parts: z.array(z.object({ part: Part, report: Report, seconds: z.number() })),
});
type Part = z.infer<typeof Part>;
type Done = z.infer<typeof Kept>['parts'][number];

const partsOf = (mode: Part['mode'], count: number, size: number): Part[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, n) => ({ mode, first: 1 + n * size, seeds: size }));

/** Ten thousand seeds, every crash point of every scenario, outages and storms of webhooks. */
export const parts: readonly Part[] = [
  ...partsOf('crash-points', 12, 1),
  ...partsOf('outage', 40, 10),
  ...partsOf('storm', 20, 5),
  ...partsOf('seeds', 10_000, 100),
];

const processes = 2;

interface Options {
  readonly root: string;
  /** Only the parts with this text in their names. */
  readonly only?: string | undefined;
  /** Also those whose result still stands. */
  readonly again: boolean;
  readonly say: (line: string) => void;
}

const nameOf = ({ mode, first, seeds }: Part): string => `${mode} ${first}-${first + seeds - 1}`;

/**
 * Simulates payments in two processes, part by part. Keeps each part's result as soon as it is there, in
 * bench/results/payments-sim.json; gives whether no invariant was violated in any.
 */
export async function provePayments({ root, only = '', again, say }: Options): Promise<boolean> {
  const file = join(root, 'bench/results/payments-sim.json');
  const fingerprint = fingerprintOf(root);
  const done = new Map(again ? [] : readKept(file, fingerprint).map((one) => [nameOf(one.part), one]));
  const meant = parts.filter((part) => nameOf(part).includes(only));
  const left = meant.filter((part) => !isProven(done.get(nameOf(part))));
  const keep = (one: Done): void => {
    done.set(nameOf(one.part), one);
    const kept = parts.flatMap((part) => done.get(nameOf(part)) ?? []);
    writeFileSync(file, `${JSON.stringify({ proof: 'payments', fingerprint, parts: kept }, null, 1)}\n`);
    const { seeds, steps, violations } = one.report;
    say(`${nameOf(one.part)}: ${seeds} runs, ${steps} steps, ${violations.length} violations (${one.seconds} s)`);
  };
  await Promise.all(Array.from({ length: processes }, (_, core) => work(root, core, left, keep)));
  const results = meant.flatMap((part) => done.get(nameOf(part)) ?? []);
  const sum = (of: (one: Done) => number) => results.reduce((all, one) => all + of(one), 0);
  const found = results.flatMap(({ report }) => report.violations);
  for (const { run, invariant, detail } of found) say(`${run}: ${invariant}: ${detail}`);
  say(
    `${sum(({ report }) => report.seeds)} runs, ${sum(({ report }) => report.steps)} steps, ${found.length} violations; ${relative(process.cwd(), file)}`,
  );
  return meant.length > 0 && results.length === meant.length && found.length === 0;
}

const isProven = (done: Done | undefined): boolean => done !== undefined && done.report.violations.length === 0;

/** One process, which takes what is next until nothing is left. */
async function work(root: string, core: number, left: Part[], keep: (done: Done) => void): Promise<void> {
  const file = join(root, 'sim/payments/prove-worker.ts');
  const child = spawn(process.execPath, ['--conditions', '@didacto/source', '--import', 'tsx', file, String(core)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    for (let part = left.shift(); part !== undefined; part = left.shift()) {
      const start = performance.now();
      const report = await ask(child, part);
      keep({ part, report, seconds: Math.round((performance.now() - start) / 100) / 10 });
    }
  } finally {
    child.kill();
  }
}

/** @throws Error when the process ends before it answers */
async function ask(child: ChildProcess, part: Part): Promise<z.infer<typeof Report>> {
  const patience = new AbortController();
  const ended = once(child, 'exit', { signal: patience.signal }).then(([code]) => {
    throw new Error(`A process of the proof ended (${code}) in ${nameOf(part)}`);
  });
  const answered = once(child, 'message', { signal: patience.signal });
  child.send(part);
  try {
    const [report] = await Promise.race([answered, ended]);
    return Report.parse(report);
  } finally {
    patience.abort();
    await Promise.allSettled([ended, answered]);
  }
}

function readKept(file: string, fingerprint: string): readonly Done[] {
  if (!existsSync(file)) return [];
  const kept = Kept.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return kept.success && kept.data.fingerprint === fingerprint ? kept.data.parts : [];
}

/** What the simulation runs, and the simulation. */
const sources = [
  ...['payments', 'orders', 'products', 'ledger', 'alarms', 'audit', 'enrollments'].map(
    (name) => `packages/server/src/modules/${name}`,
  ),
  ...['packages/server/src/platform', 'packages/server/src/sandbox', 'sim/payments'],
];

function fingerprintOf(root: string): string {
  const hash = createHash('sha256');
  for (const folder of sources)
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (/\.ts$/.test(name) && !/\.test\.ts$|(^|\/)testing\//.test(name))
        hash.update(`${folder}/${name}\n`).update(readFileSync(join(root, folder, name)));
  return hash.digest('hex').slice(0, 16);
}
