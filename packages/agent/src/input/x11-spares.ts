import type { Clock } from './clock.js';
import { isSpare, type XInput, type XKeyboardMap } from './x11-input.js';

/** Keycodes without a meaning, that are given one for as long as it is needed. */
export interface SpareKeys {
  readonly count: number;
  /** Whether a keycode is one of them. */
  has(keycode: number): boolean;
  /** Gives them these meanings, as many as there are keycodes at most; some may keep theirs. */
  mean(keysyms: readonly number[]): Promise<void>;
  /** The keycode of one of those; it counts as used now. */
  use(keysym: number): number | undefined;
  /** Whoever loads a keyboard layout (setxkbmap) takes our meanings away, and may need our keycodes. */
  compare(map: XKeyboardMap): void;
  /** Takes all meanings back. */
  restore(): Promise<void>;
}

/**
 * A program looks up what a key means when it comes to the event, not when the key was pressed. So a keycode keeps its
 * meaning for this long after its last stroke, and they are taken in turn.
 */
const readMs = 1000;

interface Spare {
  readonly keycode: number;
  /** How many keysyms it had, all of them none. */
  readonly width: number;
  keysym: number | undefined;
  usedAt: number;
}

export function createSpareKeys(x: XInput, map: XKeyboardMap, clock: Clock): SpareKeys {
  let spares = findSpares(map);
  const meaning = (keysym: number): Spare | undefined => spares.find((spare) => spare.keysym === keysym);
  const untilRead = async (used: readonly Spare[]): Promise<void> => {
    const restMs = Math.max(0, ...used.map(({ usedAt }) => usedAt + readMs - clock.now()));
    if (restMs === 0) return;
    await x.settle();
    await clock.wait(restMs);
  };
  return {
    get count() {
      return spares.length;
    },
    has: (keycode) => spares.some((spare) => spare.keycode === keycode),
    async mean(keysyms) {
      const wanted = new Set(keysyms);
      const missing = [...wanted].filter((keysym) => meaning(keysym) === undefined);
      const free = spares
        .filter(({ keysym }) => keysym === undefined || !wanted.has(keysym))
        .toSorted((a, b) => a.usedAt - b.usedAt || a.keycode - b.keycode)
        .slice(0, missing.length);
      await untilRead(free);
      free.forEach((spare, i) => {
        spare.keysym = missing[i];
      });
      // Each request makes every program read the keyboard anew: as few as can be.
      for (const run of runsOf(free)) {
        x.mapKeys(
          run[0]?.keycode ?? 0,
          run.map(({ keysym = 0 }) => [keysym, keysym]),
        );
      }
    },
    use(keysym) {
      const spare = meaning(keysym);
      if (spare !== undefined) spare.usedAt = clock.now();
      return spare?.keycode;
    },
    compare(now) {
      const before = new Map(spares.map((spare) => [spare.keycode, spare]));
      spares = findSpares(now).map((spare) => {
        const known = before.get(spare.keycode);
        const isOurs = known?.keysym !== undefined && now.rows[spare.keycode - now.first]?.[0] === known.keysym;
        return isOurs ? known : { ...spare, usedAt: known?.usedAt ?? spare.usedAt };
      });
    },
    async restore() {
      const given = spares.filter(({ keysym }) => keysym !== undefined);
      await untilRead(given);
      for (const { keycode, width } of given) x.mapKeys(keycode, [new Array<number>(width).fill(0)]);
      await x.settle();
    },
  };
}

function findSpares({ first, rows }: XKeyboardMap): Spare[] {
  return rows.flatMap((row, i) =>
    isSpare(row)
      ? [{ keycode: first + i, width: row.length, keysym: undefined, usedAt: Number.NEGATIVE_INFINITY }]
      : [],
  );
}

/** Keycodes that follow each other, together. */
function runsOf(spares: readonly Spare[]): Spare[][] {
  const runs: Spare[][] = [];
  for (const spare of spares.toSorted((a, b) => a.keycode - b.keycode)) {
    const run = runs.at(-1);
    if (run?.at(-1)?.keycode === spare.keycode - 1) run?.push(spare);
    else runs.push([spare]);
  }
  return runs;
}
