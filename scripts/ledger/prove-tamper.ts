import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { randomEdit } from '../../packages/server/src/modules/ledger/testing/random-edit.js';
import {
  asIntruder,
  effectsOf,
  openTestLedger,
  type TestLedger,
} from '../../packages/server/src/modules/ledger/testing/test-ledger.js';

const Kept = z.object({
  proof: z.literal('ledger'),
  /** Of the ledger's sources: results stand while they are the same. */
  fingerprint: z.string(),
  entries: z.number(),
  /** How many of its prefixes do not add up to 0. */
  unbalancedPrefixes: z.number(),
  edits: z.array(z.object({ seed: z.number(), edit: z.string(), found: z.boolean() })),
});
type Kept = z.infer<typeof Kept>;

interface Options {
  readonly root: string;
  readonly entries?: number;
  readonly edits?: number;
  /** Only edits with this text in them, such as a table's name. */
  readonly only?: string | undefined;
  readonly again: boolean;
  readonly say: (line: string) => void;
}

/**
 * Books 50,000 random effects, sees that every prefix of them adds up to 0, and that each of 1,000 random edits of a row
 * is found. Keeps what it found in bench/results/ledger-tamper.json; gives whether all holds.
 */
export async function proveTamper(options: Options): Promise<boolean> {
  const { root, entries = 50_000, edits = 1_000, only = '', again, say } = options;
  const file = join(root, 'bench/results/ledger-tamper.json');
  const fingerprint = fingerprintOf(root);
  const before = again ? undefined : readKept(file, fingerprint, entries);
  const folder = mkdtempSync(join(tmpdir(), 'didacto-ledger-'));
  const books = await openTestLedger(join(folder, 'ledger.sqlite'));
  try {
    const length = await fill(books, entries, say);
    const kept: Kept = {
      ...{ proof: 'ledger', fingerprint, entries: length },
      unbalancedPrefixes: await unbalancedPrefixes(books),
      edits: before?.edits ?? [],
    };
    const known = new Set(kept.edits.map(({ seed }) => seed));
    const meant = Array.from({ length: edits }, (_, seed) => ({ seed, ...randomEdit(seed, length) }));
    const chosen = meant.filter(({ name }) => name.includes(only));
    await asIntruder(books.db, async (tx) => {
      for (const { seed, name, apply } of chosen.filter((one) => !known.has(one.seed))) {
        const attempt = await tx.transaction();
        const applied = await apply(attempt);
        const { ok } = await books.verify(attempt);
        await attempt.rollback();
        if (!applied) throw new Error(`The edit ${seed} (${name}) changed nothing`);
        kept.edits.push({ seed, edit: name, found: !ok });
        if (kept.edits.length % 10 === 0) write(file, kept);
        if (ok) say(`not found: ${seed} ${name}`);
      }
    });
    write(file, kept);
    const seeds = new Set(chosen.map(({ seed }) => seed));
    const found = kept.edits.filter((edit) => edit.found && seeds.has(edit.seed)).length;
    const whole = (await books.verify()).ok && kept.unbalancedPrefixes === 0;
    say(`${found} of ${chosen.length} edits of ${length} entries are found; ${relative(process.cwd(), file)}`);
    return whole && chosen.length > 0 && found === chosen.length;
  } finally {
    await books.close();
    rmSync(folder, { recursive: true });
  }
}

/** Books effects until there are so many entries. */
async function fill(books: TestLedger, entries: number, say: Options['say']): Promise<number> {
  let length = 0;
  for (let n = 0; length < entries; n += 500) {
    await books.book(...Array.from({ length: 500 }, (_, at) => effectsOf(n + at)).flat());
    length = (await books.store.head()).seq;
  }
  say(`${length} entries are booked`);
  return length;
}

async function unbalancedPrefixes({ db }: TestLedger): Promise<number> {
  const running = db('postings')
    .groupBy('seq')
    .select('seq', db.raw('sum(sum(amount)) over (order by seq) as balance'));
  const row: { n?: number | string } | undefined = await db
    .from(running.as('prefixes'))
    .whereNot('balance', 0)
    .count({ n: '*' })
    .first();
  return Number(row?.n);
}

function fingerprintOf(root: string): string {
  const folder = join(root, 'packages/server/src/modules/ledger');
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const testing = ['random-edit.ts', 'test-ledger.ts'].map((name) => join(folder, 'testing', name));
  const files = [...sources.map((name) => join(folder, name)), ...testing];
  const hash = createHash('sha256');
  for (const file of [...files].sort()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function readKept(file: string, fingerprint: string, entries: number): Kept | undefined {
  if (!existsSync(file)) return undefined;
  const kept = Kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  return kept.fingerprint === fingerprint && kept.entries >= entries ? kept : undefined;
}

/** One edit a line, so that a result can be looked over. */
function write(file: string, { edits, ...kept }: Kept): void {
  const lines = [...edits].sort((one, other) => one.seed - other.seed).map((edit) => `  ${JSON.stringify(edit)}`);
  const head = JSON.stringify(kept).slice(0, -1);
  writeFileSync(file, `${head},"edits":[\n${lines.join(',\n')}\n]}\n`);
}
