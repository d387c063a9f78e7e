import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../picture/decode-jpeg.js';
import { KittySurface } from './kitty-surface.js';

interface Command {
  keys: Record<string, string>;
  payload: string;
}

/** The graphics commands in a terminal's input. */
function commandsIn(bytes: string): Command[] {
  return bytes
    .split('\u001b_G')
    .slice(1)
    .map((part) => {
      const [keys = '', payload = ''] = (part.split('\u001b\\')[0] ?? '').split(';');
      return { keys: Object.fromEntries(keys.split(',').map((pair) => pair.split('='))), payload };
    });
}

/** Noise, so that packing cannot bring it below one chunk. */
function noise(width: number, height: number): RgbImage {
  let state = 1;
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state >> 16;
  });
  return { width, height, data };
}

const BOX = { column: 4, row: 2, columns: 32, rows: 9 };

describe('KittySurface', () => {
  it('sends the very pixels, packed, in chunks of at most 4096 characters, where the box is', () => {
    let bytes = '';
    const image = noise(160, 90);
    new KittySurface((text) => (bytes += text)).draw('mem_1', BOX, image);
    const commands = commandsIn(bytes);
    expect(bytes.startsWith('\u001b[3;5H')).toBe(true);
    expect(commands[0]?.keys).toMatchObject({ a: 'T', f: '24', o: 'z', s: '160', v: '90', c: '32', r: '9', q: '2' });
    expect(commands.length).toBeGreaterThan(1);
    expect(Math.max(...commands.map(({ payload }) => payload.length))).toBeLessThanOrEqual(4096);
    expect(commands.map(({ keys }) => keys.m)).toEqual([...commands.slice(1).map(() => '1'), '0']);
    const packed = Buffer.from(commands.map(({ payload }) => payload).join(''), 'base64');
    expect(new Uint8Array(inflateSync(packed))).toEqual(image.data);
  });

  it('replaces a picture under its id, gives each key its own, and deletes what is erased', () => {
    let bytes = '';
    const surface = new KittySurface((text) => (bytes += text));
    for (const key of ['mem_1', 'mem_2', 'mem_1'])
      surface.draw(key, BOX, { width: 2, height: 2, data: new Uint8Array(12) });
    const [first, second, third] = commandsIn(bytes).map(({ keys }) => keys.i);
    expect(third).toBe(first);
    expect(second).not.toBe(first);
    bytes = '';
    surface.erase('mem_2');
    expect(commandsIn(bytes)[0]?.keys).toMatchObject({ a: 'd', d: 'I', i: second });
  });
});
