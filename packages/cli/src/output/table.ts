import stringWidth from 'string-width';
import { safeText } from './safe-text.js';
import type { Paint, Tone } from './style.js';

/** One column of a table, one line of a record. */
export interface Column<T> {
  readonly title: string;
  readonly value: (item: T) => string;
  readonly tone?: (item: T) => Tone | undefined;
  /** Its value is made here, holds its own colours, and is neither cleaned nor cut. */
  readonly drawn?: true;
}

const gap = '  ';

/** Pads to a width in terminal cells: Hangul takes two. */
export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** Cuts to a width in terminal cells, with an ellipsis where something is lost. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Takes from the widest column until the row fits. Ids stay whole longest, for they are copied. */
function fit(widths: number[], fixed: readonly boolean[], available: number): number[] {
  const fitted = [...widths];
  const total = () => fitted.reduce((sum, width) => sum + width, gap.length * (fitted.length - 1));
  while (total() > available) {
    const widest = fitted.reduce(
      (best, width, at) => (!fixed[at] && width > (fitted[best] ?? 0) ? at : best),
      fixed.indexOf(false),
    );
    const width = fitted[widest] ?? 0;
    if (width <= 8) break;
    fitted[widest] = width - 1;
  }
  return fitted;
}

/** Rows under titles, as lines. `available` is the terminal's width; without it nothing is cut. */
export function table<T>(
  items: readonly T[],
  columns: readonly Column<T>[],
  paint: Paint,
  available?: number,
): string[] {
  const cells = items.map((item) => columns.map(({ value, drawn }) => (drawn ? value(item) : safeText(value(item)))));
  // Not Math.max(...cells): a long list has more rows than a call may have arguments.
  const natural = columns.map(({ title }, at) =>
    cells.reduce((width, row) => Math.max(width, stringWidth(row[at] ?? '')), stringWidth(title)),
  );
  const fixed = columns.map(
    ({ drawn }, at) => drawn === true || cells.some((row) => /^[a-z]{3}_[0-9a-z]{26}$/.test(row[at] ?? '')),
  );
  const widths = available === undefined ? natural : fit(natural, fixed, available);
  const line = (parts: readonly string[], colour: (text: string, at: number) => string) =>
    parts
      .map((part, at) => colour(padEnd(columns[at]?.drawn ? part : cut(part, widths[at] ?? 0), widths[at] ?? 0), at))
      .join(gap)
      .trimEnd();
  const body = items.map((item, row) =>
    line(cells[row] ?? [], (text, at) => {
      const tone = columns[at]?.tone?.(item);
      return tone ? paint(tone, text) : text;
    }),
  );
  return [
    line(
      columns.map(({ title }) => title),
      (text) => paint('strong', text),
    ),
    ...body,
  ];
}

/** One item as lines of title and value. */
export function record<T>(item: T, columns: readonly Column<T>[], paint: Paint): string[] {
  const width = Math.max(...columns.map(({ title }) => stringWidth(title)));
  return columns.map(({ title, value, tone, drawn }) => {
    const text = drawn ? value(item) : safeText(value(item));
    const chosen = tone?.(item);
    return `${paint('quiet', padEnd(title, width))}  ${chosen ? paint(chosen, text) : text}`.trimEnd();
  });
}
