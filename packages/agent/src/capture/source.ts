import type { UnavailableReason } from '@didacto/sdk/contract';

/** Pixels of one moment. */
export interface Frame {
  /** Pixels. */
  width: number;
  height: number;
  /** Pixels from one row to the next. */
  stride: number;
  /** Blue, green, red and an undefined byte for each pixel, top row first. Valid until the next grab. */
  pixels: Buffer;
}

export interface Unavailable {
  kind: 'unavailable';
  reason: UnavailableReason;
  /** For a person who has to put it right. */
  detail: string;
}

export type Grab = { kind: 'frame'; frame: Frame } | { kind: 'unchanged' } | Unavailable;

/** Which monitors are shown: all in one picture, or one by its number (from 0) or its name. */
export type MonitorChoice = 'all' | number | string;

/** A screen that can be looked at. */
export interface ScreenSource {
  readonly name: string;
  /**
   * Takes a picture if anything changed since the last one; the first grab, and the first after `unavailable`, gives a
   * frame. Never rejects: a screen that is away is `unavailable`, and is tried again at the next grab.
   * One grab at a time.
   * @param fresh give a frame even if nothing changed
   */
  grab(fresh?: boolean): Promise<Grab>;
  /**
   * Resolves as soon as there is something that no grab has seen, at the latest after `ms`. Absent or undefined: this
   * screen cannot tell, and has to be looked at. Never rejects.
   */
  nextChange?(ms: number): Promise<void> | undefined;
  close(): Promise<void>;
}

export const unavailable = (reason: UnavailableReason, detail: string): Unavailable => ({
  kind: 'unavailable',
  reason,
  detail,
});

/** What an unknown thrown value says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
