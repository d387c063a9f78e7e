import { assemblePicture, makePictureDelta, type TiledPicture } from '@didacto/sdk/contract';

const size = { width: 32, height: 16 };
/** One unit of 8 x 8 a segment. */
export const segmentsOfTestPicture = (size.width / 8) * (size.height / 8);

/** What a baseline JPEG begins with: three components, a restart after each unit. */
function head({ width, height }: { width: number; height: number }): Uint8Array {
  const word = (value: number) => [value >> 8, value & 0xff];
  const frame = [0xff, 0xc0, 0, 17, 8, ...word(height), ...word(width), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
  const restarts = [0xff, 0xdd, 0, 4, 0, 1];
  const scan = [0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0];
  return Uint8Array.from([0xff, 0xd8, ...frame, ...restarts, ...scan]);
}

/** A JPEG by its structure, of which no decoder is asked; segments with equal seeds are equal. */
export function testPicture(seeds: number | readonly number[], of = size): TiledPicture {
  const count = Math.ceil(of.width / 8) * Math.ceil(of.height / 8);
  const segments = Array.from({ length: count }, (_, index) => {
    const seed = typeof seeds === 'number' ? seeds : (seeds[index] ?? 0);
    return Uint8Array.of(seed % 251, 0x55, (seed * 7) % 251, index % 251);
  });
  const picture = assemblePicture(head(of), segments);
  if (!picture.ok) throw new Error(picture.problem);
  return picture.value;
}

export const testJpeg = (seed: number): Uint8Array => testPicture(seed).bytes;

/** Whether these are the bytes of `testJpeg(seed)`, whatever kind of array holds them. */
export const isTestJpeg = (bytes: Uint8Array | undefined, seed: number): boolean =>
  bytes !== undefined && Buffer.from(bytes).equals(testJpeg(seed));

export function testDelta(base: TiledPicture, next: TiledPicture, baseSequence: number): Uint8Array {
  const delta = makePictureDelta(base, next, baseSequence);
  if (!delta) throw new Error('the pictures cannot exchange segments');
  return delta;
}
