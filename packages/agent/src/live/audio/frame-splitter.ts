import { frameSamples } from './audio-back-end.js';

const frameBytes = frameSamples * 2;

/** Cuts a stream of bytes into frames of 10 ms, wherever its parts begin and end. */
export interface FrameSplitter {
  /**
   * The frames that are whole now, each in memory of its own. Of more than `most` the newest: what waited because this
   * program was late is not made up for.
   */
  take(bytes: Uint8Array): Int16Array[];
}

/** @param most frames at a time */
export function frameSplitter(most = 20): FrameSplitter {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    take(bytes) {
      const all = new Uint8Array(rest.length + bytes.length);
      all.set(rest);
      all.set(bytes, rest.length);
      const whole = Math.floor(all.length / frameBytes);
      rest = all.slice(whole * frameBytes);
      return Array.from({ length: Math.min(whole, most) }, (_, i) => {
        const at = (whole - Math.min(whole, most) + i) * frameBytes;
        return new Int16Array(all.buffer.slice(at, at + frameBytes));
      });
    },
  };
}
