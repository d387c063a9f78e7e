const formats = new Map<string, Intl.DateTimeFormat>();

/** The date of a moment, in milliseconds since the epoch, where the institution does business: `2026-11-25`. */
export function businessDate(at: number, timeZone: string): string {
  // Making a format costs far more than using it.
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}
