import type { Readable } from 'node:stream';

/** Reads a stream in pieces of asked length. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** @throws Error when the stream ends before. */
  async read(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let missing = length; missing > 0; ) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  async byte(): Promise<number> {
    return (await this.read(1)).readUInt8();
  }

  async uint16(): Promise<number> {
    return (await this.read(2)).readUInt16BE();
  }

  async uint32(): Promise<number> {
    return (await this.read(4)).readUInt32BE();
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#chunks.next();
    if (done) throw new Error('the connection ended');
    return value;
  }
}
