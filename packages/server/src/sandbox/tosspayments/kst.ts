const offsetMs = 9 * 3_600_000;

/** Korea's time all year: `2026-09-01T09:00:00+09:00`. */
export const kstTime = (ms: number): string => `${kstLocal(ms)}+09:00`;

/** The same without its offset, as due dates are. */
export const kstLocal = (ms: number): string => new Date(ms + offsetMs).toISOString().slice(0, 19);

/** Without offset, in microseconds, as webhooks are stamped. */
export const kstMicros = (ms: number): string => new Date(ms + offsetMs).toISOString().replace('Z', '000');

export const kstDate = (ms: number): string => kstLocal(ms).slice(0, 10);

/** The date some days later. */
export const laterDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** A date, or a date with a time, as Korea's; undefined: it is neither. */
export function msOfKst(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$/.test(text)) return undefined;
  const ms = Date.parse(`${text.length === 10 ? `${text}T00:00:00` : text}+09:00`);
  return Number.isNaN(ms) ? undefined : ms;
}
