const hex = '0123456789abcdef';
const digits = '0123456789';

const textOf = (random: () => number, alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');

export const randomDigits = (random: () => number, length: number): string => textOf(random, digits, length);

/** In the form of a UUID of version 7, as PortOne's ids are; its time is in front. */
export function randomId(random: () => number, now: number): string {
  const time = now.toString(16).padStart(12, '0');
  const rest = `7${textOf(random, hex, 3)}-${textOf(random, '89ab', 1)}${textOf(random, hex, 3)}-${textOf(random, hex, 12)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${rest}`;
}
