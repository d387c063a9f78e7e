import { once } from 'node:events';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { portOf } from '../tcp-meter.js';
import { ByteReader } from './byte-reader.js';
import { type Coding, watchRfb } from './rfb-client.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const uint16 = (...values: number[]) => Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));
const uint32 = (value: number) => uint16(value >>> 16, value & 0xffff);

function rectangle(encoding: number, [width, height]: [number, number], ...data: (number[] | Buffer)[]): Buffer {
  return Buffer.concat([uint16(0, 0, width, height), uint32(encoding), ...data.map((part) => Buffer.from(part))]);
}

const update = (...rectangles: Buffer[]) => Buffer.concat([Buffer.of(0, 0), uint16(rectangles.length), ...rectangles]);

/** A server of one client that answers its questions in turn, and notes what it was asked. */
async function scripted(security: number[], answers: Buffer[], asked: { incremental: number; encodings: number[] }[]) {
  let left = () => {};
  const clientLeft = new Promise<void>((resolve) => {
    left = resolve;
  });
  const server = net.createServer(async (socket) => {
    socket.on('error', () => undefined);
    socket.on('close', () => left());
    const reader = new ByteReader(socket);
    const talk = async () => {
      socket.write('RFB 003.008\n');
      expect((await reader.read(12)).toString()).toBe('RFB 003.008\n');
      socket.write(Buffer.of(security.length, ...security));
      await reader.read(1);
      socket.write(uint32(0));
      await reader.read(1);
      socket.write(Buffer.concat([uint16(1280, 720), Buffer.alloc(16), uint32(3), Buffer.from('lab')]));
      await reader.read(20);
      await reader.read(2);
      const encodings: number[] = [];
      for (let left = await reader.uint16(); left > 0; left--) encodings.push((await reader.uint32()) | 0);
      for (const answer of answers) {
        const question = await reader.read(10);
        expect(question.subarray(2)).toEqual(uint16(0, 0, 1280, 720));
        asked.push({ incremental: question.readUInt8(1), encodings });
        // In pieces, as a network may deliver it.
        for (let at = 0; at < answer.length; at += 1000) socket.write(answer.subarray(at, at + 1000));
      }
      await reader.read(10);
    };
    await talk().catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return { port: portOf(server), clientLeft };
}

async function updatesOf(coding: Coding, answers: Buffer[]) {
  const asked: { incremental: number; encodings: number[] }[] = [];
  const { port } = await scripted([1], answers, asked);
  const client = await watchRfb(port, coding, 1);
  closing.push(() => client.stop());
  while (client.updates() < answers.length) await new Promise((resolve) => setImmediate(resolve));
  return asked;
}

test('asks for all at first, then for what changed', async () => {
  const raw = update(rectangle(0, [3, 2], Buffer.alloc(24)));
  const asked = await updatesOf('zrle', [raw, raw, raw]);
  expect(asked.map(({ incremental }) => incremental)).toEqual([0, 1, 1]);
  expect(asked[0]?.encodings).toEqual([16, 1, 0, -247]);
});

test('every kind of rectangle is read to its end', async () => {
  const longPalette = Buffer.alloc(3 * 5);
  const answers = [
    update(rectangle(16, [64, 64], uint32(5000), Buffer.alloc(5000)), rectangle(1, [8, 8], uint16(4, 4))),
    update(rectangle(7, [9, 9], [0x80, 1, 2, 3])), // fill
    update(rectangle(7, [9, 9], [0x90, 0x90, 0x4e], Buffer.alloc(10_000))), // JPEG, length of two bytes
    update(rectangle(7, [200, 200], [0x00, 0x80, 0x80, 0x01], Buffer.alloc(16_384))), // copy, length of three bytes
    update(rectangle(7, [3, 1], [0x00], Buffer.alloc(9))), // copy, too short to be compressed
    update(rectangle(7, [20, 3], [0x40, 1, 1, 0, 0, 0, 9, 9, 9], Buffer.alloc(9))), // two colours, bit a pixel
    update(rectangle(7, [20, 3], [0x50, 1, 4], longPalette, [7], Buffer.alloc(7))), // five colours, byte a pixel
    update(rectangle(7, [20, 3], [0x40, 2, 100], Buffer.alloc(100))), // gradient
  ];
  await updatesOf('tight', answers);
});

test('bell, clipboard and colour map between pictures are passed over', async () => {
  const clipboard = Buffer.concat([Buffer.of(3, 0, 0, 0), uint32(4), Buffer.from('text')]);
  const colors = Buffer.concat([Buffer.of(1, 0), uint16(0, 2), Buffer.alloc(12)]);
  const picture = update(rectangle(1, [1, 1], uint16(0, 0)));
  await updatesOf('tight', [Buffer.concat([Buffer.of(2), clipboard, colors, picture]), picture]);
});

test('a server that wants a password is an error', async () => {
  const { port } = await scripted([2], [], []);
  await expect(watchRfb(port, 'tight')).rejects.toThrow('password');
});

test('an encoding that was not asked for is an error', async () => {
  const { port } = await scripted([1], [update(rectangle(99, [1, 1]))], []);
  await expect(watchRfb(port, 'tight')).rejects.toThrow('99');
});

test('a server that goes away while it is watched is an error in the end', async () => {
  const picture = update(rectangle(1, [1, 1], uint16(0, 0)));
  const { port, clientLeft } = await scripted([1], [picture, update(rectangle(99, [1, 1]))], []);
  const client = await watchRfb(port, 'tight', 1);
  await clientLeft;
  await expect(client.stop()).rejects.toThrow('99');
});
