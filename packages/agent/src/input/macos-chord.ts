import { openLibrary } from '../capture/native.js';
import { coreGraphics } from './core-graphics.js';
import type { ChordReader } from './end-chord.js';
import { keyCode } from './key-codes.js';

/** kCGEventSourceStateHIDSystemState: what hands hold down, and what was posted where hardware's events are. */
const hardwareState = 1;

/** The state of a Mac's keyboard. Not proven on a real Mac. @throws LibraryMissing on another system */
export function readMacosChord(): ChordReader {
  const keyState: (state: number, key: number) => boolean = openLibrary(coreGraphics).func(
    'bool CGEventSourceKeyState(int state, uint16 key)',
  );
  const isDown = (code: string): boolean => {
    const key = keyCode(code)?.macos ?? null;
    return key !== null && keyState(hardwareState, key);
  };
  return {
    read: async () => ({
      control: isDown('ControlLeft') || isDown('ControlRight'),
      alt: isDown('AltLeft') || isDown('AltRight'),
      escape: isDown('Escape'),
    }),
    close: () => undefined,
  };
}
