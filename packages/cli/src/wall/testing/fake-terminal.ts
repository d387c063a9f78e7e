import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Size } from '../layout.js';

/** A terminal's two streams with what Ink and the wall use of them; `onOutput` is the stream's `write`. */
export function fakeTerminal(size: Size, onOutput: (text: string) => boolean) {
  let raw = false;
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode(on: boolean) {
      raw = on;
    },
    ref() {},
    unref() {},
  });
  const stdout = Object.assign(new EventEmitter(), { isTTY: true, ...size, write: onOutput });
  return {
    // The compiler asks for all of a tty's methods, which nobody calls.
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    type: (keys: string) => void stdin.write(keys),
    hangUp: () => void stdin.end(),
    isRaw: () => raw,
    resize(next: Size) {
      Object.assign(stdout, next);
      stdout.emit('resize');
    },
  };
}
