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

/** What a sender tells. */
export interface SenderEvents {
  /** The size of the pictures that come now; null: there is no picture, and why. */
  readonly onPicture: (size: Size | null, problem: string | null) => void;
}
