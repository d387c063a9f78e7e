import { replaceSegments, type SegmentChange, segmentCount, segmentOf, type TiledPicture } from './picture.js';
import { type PictureResult, refused, taken } from './result.js';

/**
 * The segments in which a picture differs from a base that the receiver has.
 *
 * Bytes: `D` `P` version, base sequence (uint32), fingerprint of the head (uint32), then per changed segment, in order:
 * number of unchanged segments before it (varint), length (varint), entropy-coded bytes. Big-endian; a varint has seven
 * bits a byte, lowest first, and at most four bytes.
 */
export interface PictureDelta {
  baseSequence: number;
  fingerprint: number;
  changes: SegmentChange[];
}

const magic = [0x44, 0x50, 1] as const;
const headBytes = magic.length + 8;

/**
 * Writes what is new in `next`.
 * @param baseSequence 0 to 2^32 - 1, the sequence number under which the receiver has `base`
 * @returns undefined where the two cannot exchange segments (another size, quality or grid): send the whole picture
 */
export function makePictureDelta(base: TiledPicture, next: TiledPicture, baseSequence: number): Uint8Array | undefined {
  const count = segmentCount(base);
  if (base.fingerprint !== next.fingerprint || count !== segmentCount(next)) return undefined;
  const changes: SegmentChange[] = [];
  for (let index = 0; index < count; index++) {
    const bytes = segmentOf(next, index);
    if (!equal(segmentOf(base, index), bytes)) changes.push({ index, bytes });
  }
  return writePictureDelta({ baseSequence, fingerprint: base.fingerprint, changes });
}

function writePictureDelta({ baseSequence, fingerprint, changes }: PictureDelta): Uint8Array {
  const numbers: number[] = [];
  let size = headBytes;
  let previous = -1;
  for (const { index, bytes } of changes) {
    const gap = index - previous - 1;
    numbers.push(gap, bytes.length);
    size += varintSize(gap) + varintSize(bytes.length) + bytes.length;
    previous = index;
  }
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  out.set(magic);
  view.setUint32(magic.length, baseSequence);
  view.setUint32(magic.length + 4, fingerprint);
  let at = headBytes;
  changes.forEach(({ bytes }, i) => {
    at = writeVarint(out, at, numbers[2 * i] ?? 0);
    at = writeVarint(out, at, bytes.length);
    out.set(bytes, at);
    at += bytes.length;
  });
  return out;
}

/** Reads a delta; its changes are views into `bytes`, and not looked into before they are applied. */
export function readPictureDelta(bytes: Uint8Array): PictureResult<PictureDelta> {
  if (bytes.length < headBytes || magic.some((byte, i) => bytes[i] !== byte)) return refused('not_a_delta');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const changes: SegmentChange[] = [];
  let at = headBytes;
  let index = -1;
  while (at < bytes.length) {
    const gap = readVarint(bytes, at);
    if (gap === undefined) return refused('truncated');
    const length = readVarint(bytes, gap.end);
    if (length === undefined || length.end + length.value > bytes.length) return refused('truncated');
    index += gap.value + 1;
    at = length.end + length.value;
    changes.push({ index, bytes: bytes.subarray(length.end, at) });
  }
  return taken({
    baseSequence: view.getUint32(magic.length),
    fingerprint: view.getUint32(magic.length + 4),
    changes,
  });
}

/**
 * Puts a delta's segments into its base. That `base` is the picture of `delta.baseSequence` is the caller's to know.
 * @param maxBytes refuse (`too_large`) to make a longer JPEG
 */
export function applyPictureDelta(
  base: TiledPicture,
  delta: PictureDelta,
  maxBytes: number,
): PictureResult<TiledPicture> {
  if (delta.fingerprint !== base.fingerprint) return refused('wrong_base');
  return replaceSegments(base, delta.changes, maxBytes);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const varintSize = (value: number): number => (value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4);

function writeVarint(out: Uint8Array, at: number, value: number): number {
  let rest = value;
  let end = at;
  while (rest >= 0x80) {
    out[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[end++] = rest;
  return end;
}

function readVarint(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  return undefined;
}
