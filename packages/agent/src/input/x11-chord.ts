import { DisplayLost, openX11Display } from '../capture/x11-display.js';
import { connectX11 } from '../capture/x11-package.js';
import type { ChordKeys, ChordReader } from './end-chord.js';
import { keyCode } from './key-codes.js';
import { loadXtst } from './xtst.js';

/** XQueryKeymap: a bit for each keycode. */
const keymapBytes = 32;

/** The state of an X server's keyboard, on a connection of its own. @throws DisplayLost, LibraryMissing */
export function readXChord(display: string): ChordReader {
  const { XQueryKeymap } = loadXtst();
  const opened = openX11Display(display, { watchDamage: false });
  const bits = Buffer.alloc(keymapBytes);
  return {
    async read() {
      opened.changes();
      XQueryKeymap(opened.handle, bits);
      return chordOf(bits);
    },
    close: once(() => opened.close()),
  };
}

/** The same over the socket, where libXtst cannot be called. */
export async function readXChordBySocket(display: string): Promise<ChordReader> {
  const opened = await connectX11(display);
  return {
    async read() {
      const bits = await opened.ask<Buffer>((callback) => opened.client.QueryKeymap(callback));
      if (bits.length < keymapBytes) throw new DisplayLost(`the X display ${display} does not tell its keys`);
      return chordOf(bits);
    },
    close: once(() => opened.close()),
  };
}

function chordOf(bits: Buffer): ChordKeys {
  const isDown = (code: string): boolean => {
    const keycode = keyCode(code)?.x11 ?? 0;
    return ((bits[keycode >> 3] ?? 0) & (1 << (keycode & 7))) !== 0;
  };
  return {
    control: isDown('ControlLeft') || isDown('ControlRight'),
    alt: isDown('AltLeft') || isDown('AltRight'),
    escape: isDown('Escape'),
  };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    run();
  };
}
