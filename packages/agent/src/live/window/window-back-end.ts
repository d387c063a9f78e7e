import type { Size } from '../../encode/scale.js';

/** As large as a viewer's face is shown. */
export const windowSize: Readonly<Size> = { width: 320, height: 180 };

/** A small window on the student's screen, above all others. */
export interface PictureWindow {
  /**
   * Shows a picture of the window's size: BGRX, lines without gaps. Resolves when the screen has it; the memory is the
   * caller's again at once.
   */
  draw(pixels: Buffer): Promise<void>;
  close(): void;
}

export interface WindowBackEnd {
  readonly name: string;
  /** Whether there is a screen to show it on. Rejects never. */
  isAble(): Promise<boolean>;
  /** @param lost told once, of an end that nobody asked for. @throws where it cannot be shown */
  open(lost: (why: string) => void): Promise<PictureWindow>;
}

/** Of a system on which no window is made. */
export const noWindow: WindowBackEnd = {
  name: 'none',
  isAble: async () => false,
  open: () => Promise.reject(new Error('no window is made here')),
};
