import {
  applyPictureDelta,
  type ErrorCode,
  pictureLimits,
  readPictureDelta,
  splitSegments,
  type TiledPicture,
} from '@didacto/sdk/contract';

export interface PushedPicture {
  readonly sequence: number;
  readonly capturedAt: number;
  readonly format: 'whole' | 'delta';
  /** Kept as they are: they must not change afterwards. */
  readonly bytes: Uint8Array;
}

/** A picture under the number its source gave it. */
export interface NumberedPicture {
  readonly tiled: TiledPicture;
  readonly sequence: number;
}

type PictureRefusal = Extract<ErrorCode, 'picture_invalid' | 'picture_too_large' | 'picture_base_missing'>;

/** Reads a pushed picture; a delta is spliced into `base`. Gives why not where it cannot be kept. */
export function takePicture(
  { format, bytes }: PushedPicture,
  base: NumberedPicture | null,
): TiledPicture | PictureRefusal {
  if (bytes.length > pictureLimits.bytes) return 'picture_too_large';
  return format === 'whole' ? takeWhole(bytes) : takeDelta(bytes, base);
}

/** Decodes the header only; what it says is held against the limits before anything is kept. */
function takeWhole(bytes: Uint8Array): TiledPicture | PictureRefusal {
  const picture = splitSegments(bytes);
  if (!picture.ok) return 'picture_invalid';
  const { width, height } = picture.value.header;
  return width > pictureLimits.width || height > pictureLimits.height ? 'picture_too_large' : picture.value;
}

function takeDelta(bytes: Uint8Array, base: NumberedPicture | null): TiledPicture | PictureRefusal {
  const delta = readPictureDelta(bytes);
  if (!delta.ok) return 'picture_invalid';
  if (base === null || delta.value.baseSequence !== base.sequence) return 'picture_base_missing';
  const next = applyPictureDelta(base.tiled, delta.value, pictureLimits.bytes);
  if (next.ok) return next.value;
  return next.problem === 'too_large' ? 'picture_too_large' : 'picture_base_missing';
}
