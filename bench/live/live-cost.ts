/** What a live picture of moving text cost, and how it came. */
export interface LiveCost {
  readonly fps: number;
  /** Milliseconds from the X screen to the page, or until a VNC viewer has the pixels. */
  readonly ages: readonly number[];
  /** Of a core, 0 to 100. */
  readonly cpu: number;
  readonly mbits: number;
}
