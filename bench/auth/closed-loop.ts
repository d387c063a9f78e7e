/** What a loop did. */
export type Tally = {
  done: number;
  errors: number;
  seconds: number;
  /** Milliseconds of each that was done. */
  latencies: number[];
};

/** Repeats `work` for so long, `parallel` at a time, each again once it is done; false from it is an error. */
export async function closedLoop(parallel: number, seconds: number, work: () => Promise<boolean>): Promise<Tally> {
  const tally: Tally = { done: 0, errors: 0, seconds: 0, latencies: [] };
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const client = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      if (await work()) {
        tally.latencies.push(performance.now() - start);
        tally.done++;
      } else {
        tally.errors++;
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, client));
  tally.seconds = (performance.now() - begin) / 1000;
  return tally;
}

/** Several rounds as one. */
export const sum = (tallies: readonly Tally[]): Tally => ({
  done: total(tallies, ({ done }) => done),
  errors: total(tallies, ({ errors }) => errors),
  seconds: total(tallies, ({ seconds }) => seconds),
  latencies: tallies.flatMap(({ latencies }) => latencies),
});

export const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((before, item) => before + of(item), 0);
