/** How the measured process draws. */
export type TuiMode = 'half-blocks' | 'kitty' | 'ink-text';

/** How the pictures of one second come. */
export type Arrival = 'spread' | 'at-once';

/** What the measured process is told. */
export interface TuiTask {
  mode: TuiMode;
  arrival: Arrival;
  tiles: number;
  columns: number;
  rows: number;
  seconds: number;
}

/** What it found: CPU seconds a second, milliseconds from each picture's arrival to its bytes being written. */
export interface TuiResult {
  cpuShare: number;
  latencies: number[];
  bytesPerSecond: number;
}
