import { once } from 'node:events';
import net from 'node:net';
import type { Target } from './target.js';

/** The status of one answered push and how long it took. */
export type Answer = { status: number; ms: number };

/**
 * One agent's keep-alive connection. Writes its requests by hand: a full HTTP client would cost more than the server
 * that it is to measure.
 */
export class Pusher {
  readonly #target: Target;
  readonly #host: string;
  readonly #headers: string;
  #socket: net.Socket | undefined;
  #received = '';
  #sentAt = 0;
  #sequence = 0;
  #waiting: ((answer: Answer) => void) | undefined;

  constructor(target: Target, host: string) {
    this.#target = target;
    this.#host = host;
    this.#headers = Object.entries({ host, ...target.headers, 'content-type': 'image/jpeg' })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
  }

  async connect(): Promise<void> {
    const { hostname, port } = new URL(`http://${this.#host}`);
    const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket = socket;
    this.#received = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#read(text));
    socket.on('error', () => undefined); // told to who waits by 'close'
    socket.on('close', () => {
      if (socket === this.#socket) this.#answer(0);
    });
    await once(socket, 'connect');
  }

  get busy(): boolean {
    return this.#waiting !== undefined;
  }

  /** Sends one picture; `done` is called with the answer, status 0 when the connection broke. */
  push(picture: Buffer, done: (answer: Answer) => void): void {
    const socket = this.#socket;
    const [path, search] = this.#target.path.split('?');
    // In the order in which the SDK writes it.
    const query = `sequence=${++this.#sequence}&capturedAt=${encodeURIComponent(new Date().toISOString())}&${search}`;
    const request = `PUT ${path}?${query} HTTP/1.1\r\n`;
    this.#waiting = done;
    this.#sentAt = performance.now();
    if (!socket || socket.destroyed) {
      this.#answer(0);
      return;
    }
    socket.cork();
    socket.write(`${request}${this.#headers}content-length: ${picture.length}\r\n\r\n`, 'latin1');
    socket.write(picture);
    socket.uncork();
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = undefined; // its last events concern nobody any more
    this.#waiting = undefined;
    socket?.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const body = Number(/\r\ncontent-length: *(\d+)/i.exec(this.#received.slice(0, end))?.[1] ?? 0);
    if (this.#received.length < end + 4 + body) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = '';
    this.#answer(status);
  }

  #answer(status: number): void {
    const done = this.#waiting;
    this.#waiting = undefined;
    done?.({ status, ms: performance.now() - this.#sentAt });
  }
}
