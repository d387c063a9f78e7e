import net from 'node:net';
import { ByteReader } from './byte-reader.js';
import { readTightRectangle, type TightRectangle } from './rfb-tight.js';

// Numbers from RFC 6143 and the community's rfbproto.rst.
const RAW = 0;
const COPY_RECT = 1;
const TIGHT = 7;
const ZRLE = 16;
const JPEG_QUALITY_5 = -27;
const COMPRESSION_9 = -247;
const JPEG_QUALITY_8 = -24;
const COMPRESSION_2 = -254;
const NO_SECURITY = 1;
const BYTES_A_PIXEL = 4;

/**
 * `tight` is what Veyon's wall asks for by default (JPEG quality 5, compression 9), `zrle` the best lossless one, and `viewer`
 * what TigerVNC's viewer of a moving screen asks for (JPEG quality 8, compression 2).
 */
const CODINGS = {
  tight: [TIGHT, COPY_RECT, RAW, JPEG_QUALITY_5, COMPRESSION_9],
  viewer: [TIGHT, COPY_RECT, RAW, JPEG_QUALITY_8, COMPRESSION_2],
  zrle: [ZRLE, COPY_RECT, RAW, COMPRESSION_9],
} as const;
export type Coding = keyof typeof CODINGS;

export type RfbClient = {
  /** Updates received until now. */
  updates(): number;
  /** @throws what ended the watching before, since the figures are then worth nothing. */
  stop(): Promise<void>;
};

/** A part of an update. Only what is needed of it is kept: Tight, packed. */
export type Rectangle = { x: number; y: number; width: number; height: number; tight: TightRectangle | undefined };

export type RfbSession = {
  width: number;
  height: number;
  /** Asks for the screen, or for what changed since. */
  ask(incremental: boolean): void;
  /** The next update, when it comes. @throws Error when the connection ends */
  update(): Promise<Rectangle[]>;
  close(): void;
};

/**
 * Watches an RFB 3.8 server as a wall does: asks once a second for what changed, whether or not the last question has
 * been answered, and throws the pixels away. Resolves once the first whole screen has arrived.
 */
export async function watchRfb(port: number, coding: Coding, intervalMs = 1000): Promise<RfbClient> {
  const session = await openRfb(port, coding);
  try {
    session.ask(false);
    await session.update();
    return keepWatching(session, intervalMs);
  } catch (error) {
    session.close();
    throw error;
  }
}

function keepWatching(session: RfbSession, intervalMs: number): RfbClient {
  let updates = 1;
  let stopped = false;
  const asking = setInterval(() => session.ask(true), intervalMs);
  const watch = async () => {
    for (;;) {
      await session.update();
      updates++;
    }
  };
  const failure = watch().catch((error: unknown) => {
    clearInterval(asking);
    session.close();
    return stopped ? undefined : error;
  });
  return {
    updates: () => updates,
    async stop() {
      stopped = true;
      session.close();
      const error = await failure;
      if (error) throw error;
    },
  };
}

/** Connects to an RFB 3.8 server on this machine that wants no password. */
export async function openRfb(port: number, coding: Coding): Promise<RfbSession> {
  const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
  try {
    const { reader, width, height } = await shakeHands(socket, coding);
    return {
      width,
      height,
      ask: (incremental) => void socket.write(updateRequest(width, height, incremental)),
      update: () => readUpdate(reader),
      close: () => void socket.destroy(),
    };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function shakeHands(socket: net.Socket, coding: Coding) {
  const reader = new ByteReader(socket);
  await reader.read(12); // the server's version; all of today's know ours
  socket.write('RFB 003.008\n');
  const offered = await reader.read(await reader.byte());
  if (!offered.includes(NO_SECURITY)) throw new Error('the RFB server asks for a password');
  socket.write(Buffer.of(NO_SECURITY));
  if ((await reader.uint32()) !== 0) throw new Error('the RFB server refused us');
  socket.write(Buffer.of(1)); // shared: others may watch too
  const [width, height] = [await reader.uint16(), await reader.uint16()];
  await reader.read(16); // its pixel format; ours follows
  await reader.read(await reader.uint32()); // its name
  socket.write(setPixelFormat());
  socket.write(setEncodings(CODINGS[coding]));
  return { reader, width, height };
}

/** 32 bits a pixel, depth 24, little-endian, true colour, eight bits a colour at 16, 8 and 0. */
function setPixelFormat(): Buffer {
  return Buffer.of(0, 0, 0, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0);
}

function setEncodings(encodings: readonly number[]): Buffer {
  const message = Buffer.alloc(4 + 4 * encodings.length);
  message.writeUInt8(2, 0);
  message.writeUInt16BE(encodings.length, 2);
  for (const [index, encoding] of encodings.entries()) message.writeInt32BE(encoding, 4 + 4 * index);
  return message;
}

function updateRequest(width: number, height: number, incremental: boolean): Buffer {
  const message = Buffer.alloc(10);
  message.writeUInt8(3, 0);
  message.writeUInt8(incremental ? 1 : 0, 1);
  message.writeUInt16BE(width, 6);
  message.writeUInt16BE(height, 8);
  return message;
}

/** Reads messages until one of them was a picture. */
async function readUpdate(reader: ByteReader): Promise<Rectangle[]> {
  for (;;) {
    const type = await reader.byte();
    if (type === 0) return readRectangles(reader);
    if (type === 1) {
      await reader.read(3);
      await reader.read(6 * (await reader.uint16())); // a colour map
    } else if (type === 3) {
      await reader.read(3);
      await reader.read(await reader.uint32()); // a clipboard
    } else if (type !== 2) {
      throw new Error(`unknown RFB message ${type}`); // 2 is the bell, and that is all of it
    }
  }
}

async function readRectangles(reader: ByteReader): Promise<Rectangle[]> {
  await reader.read(1);
  const count = await reader.uint16();
  const rectangles: Rectangle[] = [];
  for (let index = 0; index < count; index++) {
    const header = await reader.read(12);
    const [x, y] = [header.readUInt16BE(0), header.readUInt16BE(2)];
    const [width, height] = [header.readUInt16BE(4), header.readUInt16BE(6)];
    let tight: TightRectangle | undefined;
    const encoding = header.readInt32BE(8);
    if (encoding === RAW) await reader.read(width * height * BYTES_A_PIXEL);
    else if (encoding === COPY_RECT) await reader.read(4);
    else if (encoding === ZRLE) await reader.read(await reader.uint32());
    else if (encoding === TIGHT) tight = await readTightRectangle(reader, width, height);
    else throw new Error(`RFB encoding ${encoding} was not asked for`);
    rectangles.push({ x, y, width, height, tight });
  }
  return rectangles;
}
