/** The keys by which a student ends control, wherever they are: nothing a program shows or grabs can take it away. */
export const endChordName = 'Ctrl+Alt+Esc';

/** What of the chord is down, on either side of the keyboard. */
export interface ChordKeys {
  readonly control: boolean;
  readonly alt: boolean;
  readonly escape: boolean;
}

/** Says once for each time that the whole chord is down; other keys do not matter, so that none can be in its way. */
export function detectEndChord(): (keys: ChordKeys) => boolean {
  let wasDown = false;
  return (keys) => {
    const isDown = keys.control && keys.alt && keys.escape;
    const isNew = isDown && !wasDown;
    wasDown = isDown;
    return isNew;
  };
}

/** Looks at the keyboard; `close` frees what that took. */
export interface ChordReader {
  /** @throws where the keyboard cannot be asked (any more) */
  read(): Promise<ChordKeys>;
  close(): void;
}

export interface ChordWatch {
  stop(): void;
}

/** A hand holds a chord for 80 ms and more; asking costs some 40 us. */
const lookEveryMs = 40;

/**
 * Looks at the keyboard's state again and again: a grabbed keyboard hides events from everyone else, but not its state.
 * Keys that were played from afar count as well.
 * @param options.lost called once when the keyboard can be asked no longer: then nothing guards the student's way out
 */
export function watchEndChord(options: {
  readonly reader: ChordReader;
  readonly ended: () => void;
  readonly lost: (error: unknown) => void;
  readonly everyMs?: number;
}): ChordWatch {
  const { reader, ended, lost, everyMs = lookEveryMs } = options;
  const detect = detectEndChord();
  let isLooking = false;
  const stop = (): void => {
    clearInterval(timer);
    reader.close();
  };
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      if (detect(await reader.read())) ended();
    } catch (error) {
      stop();
      lost(error);
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return { stop };
}
