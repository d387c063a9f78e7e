/** A time as a row of squares in the upper left corner of a picture, black 0 and white 1, the lowest bit first. */
export const timeCode = { bits: 16, side: 16 } as const;
/** Times are told apart within this many ms. */
export const timeCodeMs = 2 ** timeCode.bits;

/** How long ago a code was shown, ms. */
export const ageOf = (code: number, now: number): number => (((now - code) % timeCodeMs) + timeCodeMs) % timeCodeMs;

/** The code of squares, by how bright each is. */
export const codeOf = (squares: ArrayLike<number>): number =>
  Array.from(squares).reduce((code, brightness, bit) => (brightness > 128 ? code | (1 << bit) : code), 0);
