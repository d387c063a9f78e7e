import type { Size } from '../encode/scale.js';

/** Sends a screen's pictures to the viewer by one transport, until it is stopped. */
export interface PictureSender {
  /** A whole picture comes next. */
  refresh(): void;
  /** The viewer has drawn tiles up to this sequence. */
  drawn(sequence: number): void;
  /** Bits a second that got through lately; null: not known. */
  bitrate(): number | null;
  /** Resolves when nothing is looked at any more. */
  stop(): Promise<void>;
}

/** A change of the screen is waited for so long at once, ms: a process that ends waits as long. */
export const changeMs = 100;

/** What a sender tells. */
export interface SenderEvents {
  /** The size of the pictures that come now; null: there is no picture, and why. */
  readonly onPicture: (size: Size | null, problem: string | null) => void;
}
