import { randomBytes } from 'node:crypto';

// A page's socket begins with one WebSocket message that carries its token: socket.io's CONNECT packet, `40{"token":…}`.
// Only that message is read; all that follows passes as it comes.

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** Bytes with its head. */
  readonly size: number;
}

const opcodes = { text: 1, close: 8, pong: 10 } as const;
const mostHeldBytes = 16 * 1024;

/** The first frame of what a client sends; undefined: it is not all there. @throws where it is none of a client's */
function readFrame(bytes: Buffer): Frame | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const shortLength = second & 0x7f;
  // Whole, masked, without extensions, and small: what comes before and with a CONNECT is no more.
  if ((first & 0xf0) !== 0x80 || (second & 0x80) === 0 || shortLength === 127) throw new Error('Not a frame');
  const head = shortLength === 126 ? 4 : 2;
  if (bytes.length < head + 4) return undefined;
  const length = shortLength === 126 ? bytes.readUInt16BE(2) : shortLength;
  const size = head + 4 + length;
  if (bytes.length < size) return undefined;
  const mask = bytes.subarray(head, head + 4);
  const payload = Buffer.from(bytes.subarray(head + 4, size));
  return { opcode: first & 0x0f, payload: masked(payload, mask), size };
}

const masked = (payload: Buffer, mask: Buffer): Buffer =>
  Buffer.from(payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)));

/** A text message as a client sends it. */
export function textFrame(text: string, mask = randomBytes(4)): Buffer {
  const payload = Buffer.from(text);
  const length = Buffer.from(
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 0xff],
  );
  return Buffer.concat([Buffer.from([0x80 | opcodes.text]), length, mask, masked(payload, mask)]);
}

/** What to do with the next bytes of a client. */
export type Passage =
  | { readonly state: 'waiting' | 'connected'; readonly bytes: Buffer }
  | { readonly state: 'refused' };

/**
 * Exchanges the token of a page for the one that the server knows. Give it bytes until it says `connected`.
 * @param exchange the token to send on; undefined refuses
 */
export function connectExchange(exchange: (token: string) => string | undefined): (chunk: Buffer) => Passage {
  let held = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    const passed: Buffer[] = [];
    try {
      for (let frame = readFrame(held); frame; frame = readFrame(held)) {
        const raw = held.subarray(0, frame.size);
        held = held.subarray(frame.size);
        if (!isConnect(frame)) {
          if (!mayComeBefore(frame)) return { state: 'refused' };
          passed.push(raw);
          continue;
        }
        const token = exchange(tokenIn(frame.payload.toString('utf8').slice(2)));
        if (token === undefined) return { state: 'refused' };
        return {
          state: 'connected',
          bytes: Buffer.concat([...passed, textFrame(`40${JSON.stringify({ token })}`), held]),
        };
      }
    } catch {
      return { state: 'refused' };
    }
    return held.length > mostHeldBytes ? { state: 'refused' } : { state: 'waiting', bytes: Buffer.concat(passed) };
  };
}

const isConnect = ({ opcode, payload }: Frame): boolean =>
  opcode === opcodes.text && payload.subarray(0, 2).toString('latin1') === '40';

/** Answers to the server's pings, and an end. */
const mayComeBefore = ({ opcode, payload }: Frame): boolean =>
  opcode === opcodes.text
    ? ['1', '3'].includes(payload.toString('latin1'))
    : opcode >= opcodes.close && opcode <= opcodes.pong;

/** @throws where there is none */
function tokenIn(json: string): string {
  const auth: unknown = JSON.parse(json);
  if (typeof auth === 'object' && auth !== null && 'token' in auth && typeof auth.token === 'string') return auth.token;
  throw new Error('No token');
}
