import type { ChordReader } from './end-chord.js';
import { loadWin32Input } from './win32-input.js';

/** Virtual keys of either side. */
const virtualKey = { control: 0x11, alt: 0x12, escape: 0x1b } as const;
const isDownBit = 0x8000;

/** The state of the keyboard of this Windows session. @throws LibraryMissing on another system */
export function readWindowsChord(
  api: Pick<ReturnType<typeof loadWin32Input>, 'GetAsyncKeyState'> = loadWin32Input(),
): ChordReader {
  const isDown = (key: number): boolean => (api.GetAsyncKeyState(key) & isDownBit) !== 0;
  return {
    read: async () => ({
      control: isDown(virtualKey.control),
      alt: isDown(virtualKey.alt),
      escape: isDown(virtualKey.escape),
    }),
    close: () => undefined,
  };
}
