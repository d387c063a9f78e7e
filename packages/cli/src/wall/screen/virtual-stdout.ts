import { Writable } from 'node:stream';
import type { Size } from '../layout.js';

/** A stdout for Ink that is no terminal: it hands each whole frame on, as lines. */
export class VirtualStdout extends Writable {
  readonly isTTY = false;
  columns: number;
  rows: number;

  constructor(
    size: Size,
    private readonly onLines: (lines: string[]) => void,
  ) {
    super({ decodeStrings: false });
    this.columns = size.columns;
    this.rows = size.rows;
  }

  resize(size: Size): void {
    this.columns = size.columns;
    this.rows = size.rows;
  }

  override _write(frame: unknown, _encoding: BufferEncoding, done: () => void): void {
    const text = String(frame);
    if (text !== '') this.onLines(text.split('\n'));
    done();
  }

  /** This stream in the type that Ink asks for. Of it Ink uses what a Writable has, `columns` and `rows`. */
  forInk(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }
}
