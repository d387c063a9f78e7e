/** Why a picture or a delta was not taken. */
export type PictureProblem =
  | 'not_a_jpeg'
  | 'not_baseline'
  | 'truncated'
  | 'malformed'
  | 'not_a_delta'
  | 'wrong_base'
  | 'no_such_segment'
  | 'too_large';

/** The codec never throws on bytes from outside: what is wrong with them is a value. */
export type PictureResult<T> = { ok: true; value: T } | { ok: false; problem: PictureProblem };

export const taken = <T>(value: T): PictureResult<T> => ({ ok: true, value });

export const refused = (problem: PictureProblem): { ok: false; problem: PictureProblem } => ({ ok: false, problem });
