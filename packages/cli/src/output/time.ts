const two = (number: number) => String(number).padStart(2, '0');

/** A time of the API as people here read it: local, to the minute. */
export function localTime(iso: string | null): string {
  if (iso === null) return '-';
  const at = new Date(iso);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Whole minutes, as attendance counts them. */
export const minutes = (milliseconds: number): string => String(Math.floor(milliseconds / 60_000));
