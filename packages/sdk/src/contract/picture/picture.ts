import { isEntropyCoded, type PictureHeader, readPictureHeader } from './jpeg.js';
import { type PictureResult, refused, taken } from './result.js';

/**
 * A whole JPEG, and where its restart segments lie. Every segment decodes without the others, so one can be exchanged
 * without a look at a pixel. Never changed in place: `replaceSegments` makes a new one.
 */
export interface TiledPicture {
  readonly header: PictureHeader;
  /** FNV-1a of the head; pictures with equal heads can exchange segments. */
  readonly fingerprint: number;
  /** The JPEG: head, segments with restart markers between them, end marker. */
  readonly bytes: Uint8Array;
  /** Where each segment begins; one entry more than segments, the last is the length of `bytes`. */
  readonly starts: Uint32Array;
}

/** New bytes of the segment at `index`. */
export interface SegmentChange {
  index: number;
  bytes: Uint8Array;
}

/** A restart marker follows each segment but the last, the end marker that one. */
const markerBytes = 2;

export const segmentCount = (picture: TiledPicture): number => picture.starts.length - 1;

/** The entropy-coded bytes of one segment, as a view into the picture. Empty where `index` is out of range. */
export function segmentOf(picture: TiledPicture, index: number): Uint8Array {
  return picture.bytes.subarray(startOf(picture, index), startOf(picture, index + 1) - markerBytes);
}

const startOf = (picture: TiledPicture, index: number): number => picture.starts[index] ?? picture.bytes.length;

/** Finds the segments of a JPEG. The picture keeps `jpeg` itself, so it must not change afterwards. */
export function splitSegments(jpeg: Uint8Array): PictureResult<TiledPicture> {
  const reading = readPictureHeader(jpeg);
  if (!reading.ok) return reading;
  const header = reading.value;
  const expected = header.restartInterval === 0 ? 1 : Math.ceil(header.units / header.restartInterval);
  if (expected > jpeg.length / 3) return refused('malformed');

  const starts = new Uint32Array(expected + 1);
  let from = header.bytes;
  for (let i = 0; i < expected; i++) {
    starts[i] = from;
    const to = nextMarker(jpeg, from);
    const isLast = i === expected - 1;
    const code = jpeg[to + 1];
    if (to === from || code !== (isLast ? 0xd9 : 0xd0 + (i % 8))) return refused('malformed');
    from = to + markerBytes;
  }
  if (from !== jpeg.length) return refused('malformed');
  starts[expected] = from;
  return taken({ header, fingerprint: fingerprintOf(jpeg, header.bytes), bytes: jpeg, starts });
}

/** The next 0xff that is not a stuffed data byte, or the end. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 2)) {
    if (bytes[at + 1] !== 0) return at;
  }
  return bytes.length;
}

/** Makes a picture of a JPEG's head and one entry per segment. */
export function assemblePicture(head: Uint8Array, segments: readonly Uint8Array[]): PictureResult<TiledPicture> {
  const size = segments.reduce((sum, segment) => sum + segment.length + markerBytes, head.length);
  const bytes = new Uint8Array(size);
  bytes.set(head);
  let at = head.length;
  segments.forEach((segment, i) => {
    bytes.set(segment, at);
    at += segment.length;
    bytes[at++] = 0xff;
    bytes[at++] = i === segments.length - 1 ? 0xd9 : 0xd0 + (i % 8);
  });
  return splitSegments(bytes);
}

/**
 * The same picture with other bytes in some segments.
 * @param changes in ascending order of index, each index once
 * @param maxBytes refuse (`too_large`) to make a longer JPEG
 */
export function replaceSegments(
  base: TiledPicture,
  changes: readonly SegmentChange[],
  maxBytes = Number.POSITIVE_INFINITY,
): PictureResult<TiledPicture> {
  let size = base.bytes.length;
  let previous = -1;
  for (const { index, bytes } of changes) {
    if (index <= previous || index >= segmentCount(base)) return refused('no_such_segment');
    if (!isEntropyCoded(bytes)) return refused('malformed');
    size += bytes.length - segmentOf(base, index).length;
    previous = index;
  }
  if (size > maxBytes) return refused('too_large');
  return taken(splice(base, changes, size));
}

function splice(base: TiledPicture, changes: readonly SegmentChange[], size: number): TiledPicture {
  const bytes = new Uint8Array(size);
  const starts = base.starts.slice();
  let from = 0;
  let at = 0;
  let first = 0;
  const shift = (last: number): void => {
    if (at !== from) for (let i = first; i <= last; i++) starts[i] = startOf(base, i) + at - from;
    first = last + 1;
  };
  for (const change of changes) {
    shift(change.index);
    const start = startOf(base, change.index);
    bytes.set(base.bytes.subarray(from, start), at);
    at += start - from;
    bytes.set(change.bytes, at);
    at += change.bytes.length;
    from = startOf(base, change.index + 1) - markerBytes;
  }
  shift(segmentCount(base));
  bytes.set(base.bytes.subarray(from), at);
  return { header: base.header, fingerprint: base.fingerprint, bytes, starts };
}

/** FNV-1a, 32 bits (draft-eastlake-fnv): tells heads apart, protects against nothing. */
function fingerprintOf(bytes: Uint8Array, length: number): number {
  let hash = 0x811c9dc5;
  // By index: iterating costs four times as much, and this is done for every picture.
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash >>> 0;
}
