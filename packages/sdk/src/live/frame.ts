/**
 * How a message of a channel travels, by data channel and relay alike, known to the two SDKs only: so it arrives once and
 * in order when the way changes under it. Bytes, little-endian: kind (uint8), fence of the session it is for (uint32),
 * number (uint32), then the message.
 */
export interface Frame {
  /** `data`: a message. `nothing`: the number of one that was refused. `taken`: all data below this number arrived. */
  readonly kind: 'data' | 'nothing' | 'taken';
  /** The peer's fence; a frame that was under way when the peer changed is not for the new one. */
  readonly to: number;
  readonly number: number;
  readonly bytes: Uint8Array;
}

export const frameHeadBytes = 9;
/** Of one message: what a browser's data channel is sure to carry. */
export const mostMessageBytes = 200_000;

const kinds: readonly Frame['kind'][] = ['data', 'nothing', 'taken'];

/** A frame in a buffer of its own, as a data channel wants it. */
export type FrameBytes = Uint8Array<ArrayBuffer>;

export function writeFrame({ kind, to, number, bytes }: Frame): FrameBytes {
  const out = new Uint8Array(frameHeadBytes + bytes.length);
  const view = new DataView(out.buffer);
  view.setUint8(0, kinds.indexOf(kind));
  view.setUint32(1, to, true);
  view.setUint32(5, number, true);
  out.set(bytes, frameHeadBytes);
  return out;
}

/** Undefined for what is no frame; `bytes` is a view. */
export function readFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes.length < frameHeadBytes || bytes.length > frameHeadBytes + mostMessageBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = kinds[view.getUint8(0)];
  if (kind === undefined) return undefined;
  return {
    ...{ kind, to: view.getUint32(1, true), number: view.getUint32(5, true) },
    bytes: bytes.subarray(frameHeadBytes),
  };
}

export const noBytes = new Uint8Array(0);
