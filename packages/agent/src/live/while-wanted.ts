/** Something that is open. */
export interface Use {
  /** At once. */
  end(): void;
}

/** Keeps one thing open for as long as it is wanted. */
export interface WhileWanted<T> {
  /** Null: nothing. Another one takes the place of the present one. */
  want(what: T | null): void;
  isOpen(): boolean;
}

export interface WhileWantedOptions<T> {
  /** Opens it. What throws, or is lost, is opened again a while later. */
  readonly open: (what: T, lost: (why: string) => void) => Use;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly failed: (why: string) => void;
  readonly changed: () => void;
}

const againMs = 3_000;
const nothing: Use = { end: () => undefined };

export function whileWanted<T>({ open, after, failed, changed }: WhileWantedOptions<T>): WhileWanted<T> {
  let wanted: T | null = null;
  let present: { use: Use } | undefined;
  let cancel = () => {};

  const close = (): void => {
    const ending = present;
    present = undefined;
    ending?.use.end();
  };
  const fail = (what: T, why: string): void => {
    close();
    failed(why);
    cancel = after(againMs, () => start(what));
  };
  const start = (what: T): void => {
    const entry = { use: nothing };
    present = entry;
    try {
      const use = open(what, (why) => {
        if (present !== entry) return;
        fail(what, why);
        changed();
      });
      // It may have been lost while it was opened.
      if (present === entry) entry.use = use;
      else use.end();
    } catch (error) {
      if (present === entry) fail(what, error instanceof Error ? error.message : String(error));
    }
    changed();
  };
  return {
    want(what) {
      if (what === wanted) return;
      wanted = what;
      cancel();
      close();
      if (what === null) changed();
      else start(what);
    },
    isOpen: () => present !== undefined,
  };
}
