import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import type { Footprint } from './footprint.js';
import { grownAJoin, JoinRounds, joinRounds } from './join-rounds.js';

/** A join that left one file, one thread or a quarter of a MB behind, every other time, is a leak. */
const most: Footprint = { memoryMb: 0.25, files: 0.5, sockets: 0.5, threads: 0.5 };
const isFlat = ({ memoryMb, files, sockets, threads }: Footprint): boolean =>
  memoryMb < most.memoryMb && files < most.files && sockets < most.sockets && threads < most.threads;
/** The first span is cold: what is loaded with the first connection, and what collects until memory is tidied. */
const [spans, joinsASpan] = [5, 20];

const Kept = JoinRounds.extend({ proof: z.literal('joins') });

interface Options {
  readonly root: string;
  /** Also where there is a result. */
  readonly again: boolean;
  readonly say: (line: string) => void;
}

/**
 * 100 pages come to one agent and go again. Keeps in bench/results/joins.json what server and agent held; gives whether
 * nothing stayed.
 */
export async function proveJoins({ root, again, say }: Options): Promise<boolean> {
  const file = join(root, 'bench/results/joins.json');
  const isKept = existsSync(file) && !again;
  const rounds = isKept ? Kept.parse(JSON.parse(readFileSync(file, 'utf8'))) : await joinRounds(spans, joinsASpan, say);
  if (!isKept) writeFileSync(file, `${JSON.stringify({ proof: 'joins', ...rounds }, null, 1)}\n`);
  const sides = (['server', 'agent'] as const).map((side) => {
    const grown = grownAJoin(rounds, side, 1);
    say(
      `${side}: ${Object.entries(grown)
        .map(([what, by]) => `${by.toFixed(2)} ${what}`)
        .join(', ')} more a join`,
    );
    return grown;
  });
  say(`rooms: ${rounds.rooms.during} in the lesson, ${rounds.rooms.after} after it; ${relative(process.cwd(), file)}`);
  return sides.every(isFlat) && rounds.rooms.after === 0;
}
