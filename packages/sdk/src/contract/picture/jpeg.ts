import { type PictureResult, refused, taken } from './result.js';

/** What the head of a baseline JPEG says (ITU-T T.81). */
export interface PictureHeader {
  /** Pixels, at least 1. */
  width: number;
  height: number;
  /** MCUs between two restart markers; 0: none, the scan is one segment. */
  restartInterval: number;
  components: 1 | 3;
  /** MCUs of the whole picture. */
  units: number;
  /** Length of everything up to and including the scan header. */
  bytes: number;
}

const marker = { soi: 0xd8, eoi: 0xd9, sos: 0xda, dri: 0xdd, sof0: 0xc0, dht: 0xc4, jpg: 0xc8, dac: 0xcc } as const;

type Frame = Pick<PictureHeader, 'width' | 'height' | 'components' | 'units'>;

const isOtherFrame = (code: number): boolean =>
  code > marker.sof0 && code <= 0xcf && code !== marker.dht && code !== marker.jpg && code !== marker.dac;

/**
 * Reads the head of a baseline JPEG of 8 bits and 1 or 3 components with one interleaved scan, and checks that the
 * bytes end with its end marker. The scan's data are not looked at: `splitSegments` does that.
 */
export function readPictureHeader(bytes: Uint8Array): PictureResult<PictureHeader> {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== marker.soi) return refused('not_a_jpeg');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Frame | undefined;
  let restartInterval = 0;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (view.getUint8(at) !== 0xff) return refused('malformed');
    const code = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    const end = at + 2 + length;
    if (code < marker.sof0 || (code >= 0xd0 && code <= marker.eoi) || length < 2) return refused('malformed');
    if (end > bytes.length) return refused('truncated');
    if (isOtherFrame(code) || code === marker.dac) return refused('not_baseline');
    if (code === marker.sof0) {
      if (frame !== undefined) return refused('malformed');
      const reading = readFrame(bodyAt(bytes, at, length));
      if (!reading.ok) return reading;
      frame = reading.value;
    } else if (code === marker.dri) {
      if (length !== 4) return refused('malformed');
      restartInterval = view.getUint16(at + 4);
    } else if (code === marker.sos) {
      if (frame === undefined || !isOnlyScan(bodyAt(bytes, at, length), frame.components))
        return refused('not_baseline');
      if (bytes.length < end + 3 || !endsPicture(bytes)) return refused('truncated');
      const { width, height, components, units } = frame;
      return taken({ width, height, restartInterval, components, units, bytes: end });
    }
    at = end;
  }
  return refused('truncated');
}

const bodyAt = (bytes: Uint8Array, at: number, length: number): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset + at + 4, length - 2);

const endsPicture = (bytes: Uint8Array): boolean => bytes.at(-2) === 0xff && bytes.at(-1) === marker.eoi;

function readFrame(body: DataView): PictureResult<Frame> {
  if (body.byteLength < 6) return refused('malformed');
  const height = body.getUint16(1);
  const width = body.getUint16(3);
  const components = body.getUint8(5);
  if (body.getUint8(0) !== 8 || (components !== 1 && components !== 3)) return refused('not_baseline');
  if (width === 0 || height === 0 || body.byteLength !== 6 + components * 3) return refused('malformed');
  let unitWidth = 1;
  let unitHeight = 1;
  for (let i = 0; i < components; i++) {
    const sampling = body.getUint8(7 + i * 3);
    const across = sampling >> 4;
    const down = sampling & 15;
    if (across < 1 || across > 4 || down < 1 || down > 4) return refused('malformed');
    unitWidth = Math.max(unitWidth, across);
    unitHeight = Math.max(unitHeight, down);
  }
  // A scan of one component has one block a unit, whatever its sampling factors say (T.81, A.2.2).
  const scale = components === 1 ? { across: 1, down: 1 } : { across: unitWidth, down: unitHeight };
  const units = Math.ceil(width / (8 * scale.across)) * Math.ceil(height / (8 * scale.down));
  return taken({ width, height, components, units });
}

function isOnlyScan(body: DataView, components: number): boolean {
  if (body.byteLength !== 4 + components * 2 || body.getUint8(0) !== components) return false;
  const spectral = 1 + components * 2;
  return body.getUint8(spectral) === 0 && body.getUint8(spectral + 1) === 63 && body.getUint8(spectral + 2) === 0;
}

/** Whether entropy-coded bytes hold no marker, so that they cannot end or shift the picture that they are put into. */
export function isEntropyCoded(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 2)) {
    if (bytes[at + 1] !== 0) return false;
  }
  return true;
}
