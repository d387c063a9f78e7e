/** Time in ms, as a player of input needs it. */
export interface Clock {
  now(): number;
  wait(ms: number): Promise<void>;
}
