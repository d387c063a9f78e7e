/** Keeps work among what Ctrl-C waits for, as long as it lasts. */
export function hold<T>(holds: Set<Promise<unknown>>, work: Promise<T>): Promise<T> {
  holds.add(work);
  return work.finally(() => holds.delete(work));
}
