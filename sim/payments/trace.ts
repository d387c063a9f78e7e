import { createHash } from 'node:crypto';

/** What happened, step by step: a digest of all of it, its end, and how often each kind of thing happened. */
export interface Trace {
  note(line: string): void;
  /** Something of a kind happened; kinds are counted over all seeds, so that one sees what was exercised. */
  count(kind: string, times?: number): void;
  readonly counts: ReadonlyMap<string, number>;
  digest(): string;
  last(lines: number): readonly string[];
}

const kept = 4_000;

/** `say`: every line, as it comes. */
export function newTrace(now: () => number, say: (line: string) => void = () => {}): Trace {
  const hash = createHash('sha256');
  const counts = new Map<string, number>();
  let lines: string[] = [];
  return {
    note: (text) => {
      const line = `${new Date(now()).toISOString()} ${text}`;
      hash.update(line).update('\n');
      say(line);
      lines.push(line);
      if (lines.length > 2 * kept) lines = lines.slice(-kept);
    },
    count: (kind, times = 1) => void counts.set(kind, (counts.get(kind) ?? 0) + times),
    counts,
    digest: () => hash.copy().digest('hex'),
    last: (most) => lines.slice(-most),
  };
}
