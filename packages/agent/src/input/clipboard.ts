/** Puts text where the student can paste it. */
export interface Clipboard {
  readonly name: string;
  /** Never rejects. @returns whether it is there now */
  setText(text: string): Promise<boolean>;
  /** On X11 the text goes with whoever offers it, unless a clipboard manager keeps it. */
  close(): void;
}
