import { createRequire } from 'node:module';
import { mostTileMessageBytes, tileHeadBytes, tileMessageHeadBytes, writeTiles } from '@didacto/sdk/live';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTileEncoder, moving, packTiles, resting } from './tile-encoder.js';

const jpegTurbo: typeof import('@julusian/jpeg-turbo') = createRequire(import.meta.url)('@julusian/jpeg-turbo');

function noise(width: number, height: number): Buffer {
  const words = Int32Array.from({ length: width * (height + 1) }, (_, i) => Math.imul(i ^ (i << 7), 2_654_435_761));
  return Buffer.from(words.buffer);
}

describe('tiles', () => {
  it.each([moving, resting])('of the worst picture fit into messages, and hold each pixel once: %o', (fineness) => {
    const [width, height] = [1920, 1080];
    const encode = createTileEncoder(noise(width, height), width);
    const tiles = encode([{ x: 0, y: 0, width, height }], fineness);
    const messages = packTiles(tiles);
    for (const part of messages) {
      const head = { whole: true, complete: false, sequence: 1, capturedAt: 0, width, height };
      expect(writeTiles({ ...head, tiles: part }).length).toBeLessThanOrEqual(mostTileMessageBytes);
    }
    let next = 0;
    for (const tile of tiles) {
      expect([tile.x, tile.y, tile.width]).toEqual([0, next, width]);
      next += tile.height;
      const decoded = jpegTurbo.decompressSync(Buffer.from(tile.jpeg), { format: jpegTurbo.FORMAT_RGB });
      expect([decoded.width, decoded.height]).toEqual([tile.width, tile.height]);
    }
    expect(next).toBe(height);
  });

  it('at the last line of a picture read no pixel behind it', () => {
    const encode = createTileEncoder(Buffer.alloc(100 * 51 * 4), 100);
    const [tile] = encode([{ x: 60, y: 49, width: 40, height: 1 }], resting);
    expect(tile).toMatchObject({ x: 60, y: 49, width: 40, height: 1 });
  });

  it('are shared out among messages in order, none lost and none over the limit', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: mostTileMessageBytes - tileMessageHeadBytes - tileHeadBytes }));
    fc.assert(
      fc.property(lengths, (all) => {
        const tiles = all.map((length, i) => ({ x: i, y: 0, width: 1, height: 1, jpeg: new Uint8Array(length) }));
        const messages = packTiles(tiles);
        expect(messages.flat()).toEqual(tiles);
        for (const part of messages) {
          const bytes = part.reduce((sum, { jpeg }) => sum + jpeg.length + tileHeadBytes, tileMessageHeadBytes);
          expect(bytes).toBeLessThanOrEqual(mostTileMessageBytes);
          expect(part.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 30 },
    );
  });
});
