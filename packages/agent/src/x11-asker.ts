/** How the `x11` package answers: an error or a value. */
export type Callback<T> = (error: Error | null | undefined, value: T) => unknown;

/** Turns the package's callbacks into promises that do not outlive the connection. */
export interface Asker {
  /** Rejects with the server's error, or with why the connection ended. */
  ask<T>(call: (callback: Callback<T>) => void): Promise<T>;
  /** Ends whatever waits, and all that is asked later; gives whether this is the first word of the end. */
  lose(error: Error): boolean;
}

export function createAsker(): Asker {
  const waiting = new Set<(error: Error) => void>();
  let lost: Error | undefined;
  return {
    lose(error) {
      const isFirst = lost === undefined;
      lost ??= error;
      for (const reject of waiting) reject(lost);
      waiting.clear();
      return isFirst;
    },
    ask: <T>(call: (callback: Callback<T>) => void) =>
      new Promise<T>((resolve, reject) => {
        if (lost !== undefined) return reject(lost);
        waiting.add(reject);
        call((error, value) => {
          waiting.delete(reject);
          if (error) reject(error);
          else resolve(value);
          // Tells the package that the error is dealt with.
          return true;
        });
      }),
  };
}
