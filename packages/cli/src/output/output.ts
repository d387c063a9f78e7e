import { safeJson } from './safe-text.js';
import { type Paint, painter, wantsColour } from './style.js';
import { type Column, record, table } from './table.js';

/** A stream to write to, as much of it as is used. */
export interface Sink {
  write(chunk: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where a command's words go: data to stdout, talk to stderr; with `json`, data is JSON. */
export interface Output {
  readonly json: boolean;
  readonly paint: Paint;
  /** Paint for stderr. */
  readonly paintTalk: Paint;
  /** Cells across, of a terminal. */
  readonly width: number | undefined;
  /** Many items; `none` is said on stderr where there are none. */
  list<T>(items: readonly T[], columns: readonly Column<T>[], none: string): void;
  /** One item. */
  one<T>(item: T, columns: readonly Column<T>[]): void;
  /** Data in a form of its own: `lines` for people, `value` for programs. */
  data(value: unknown, lines: () => readonly string[]): void;
  /** Raw bytes or text to stdout. */
  raw(bytes: Uint8Array | string): void;
  /** A word to the person, on stderr. */
  say(message: string): void;
}

interface Wishes {
  readonly json: boolean;
  readonly noColour: boolean;
}

/** Makes the output of one run. */
export function createOutput(
  streams: { readonly stdout: Sink; readonly stderr: Sink; readonly env: Readonly<Record<string, string | undefined>> },
  { json, noColour }: Wishes,
): Output {
  const { stdout, stderr, env } = streams;
  const paint = painter(wantsColour(env, stdout, noColour));
  const width = stdout.isTTY ? stdout.columns : undefined;
  const print = (lines: readonly string[]) => {
    if (lines.length > 0) stdout.write(`${lines.join('\n')}\n`);
  };
  const say = (message: string) => {
    stderr.write(`${message}\n`);
  };
  const data = (value: unknown, lines: () => readonly string[]) => print(json ? [safeJson(value, 2)] : lines());
  return {
    json,
    paint,
    paintTalk: painter(wantsColour(env, stderr, noColour)),
    width,
    say,
    data,
    raw: (bytes) => {
      stdout.write(bytes);
    },
    one: (item, columns) => data(item, () => record(item, columns, paint)),
    list: (items, columns, none) => {
      if (items.length === 0 && !json) return say(none);
      data(items, () => table(items, columns, paint, width));
    },
  };
}
