import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputEvent } from './input-event.js';
import { mostInputText, readInput, readPlayed, writeInput, writePlayed } from './input-messages.js';
import type { LiveMessage } from './live-message.js';
import { readMessage, writeMessage } from './messages.js';
import { mostTileMessageBytes, readTiles, type TileMessage, tileMessageHeadBytes, writeTiles } from './tiles.js';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((x) => (x === 0 ? 0 : x));
const text = (maxLength: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength });
const notches = fc.integer({ min: -100, max: 100 });

const inputEvent: fc.Arbitrary<InputEvent> = fc.oneof(
  fc.record({ type: fc.constant('move' as const), x: share, y: share }),
  fc.record({
    ...{ type: fc.constant('button' as const), x: share, y: share, down: fc.boolean() },
    button: fc.constantFrom('left', 'middle', 'right' as const),
  }),
  fc.record({ type: fc.constant('wheel' as const), x: share, y: share, dx: notches, dy: notches }),
  fc.record({
    ...{ type: fc.constant('key' as const), down: fc.boolean() },
    code: fc.constantFrom('KeyA', 'Digit1', 'ShiftLeft', 'Lang1', 'F13'),
  }),
  fc.record({ type: fc.constant('text' as const), text: text(50) }),
  fc.constant({ type: 'release' as const }),
);

const pixels = fc.integer({ min: 1, max: 0xffff });
const liveMessage: fc.Arbitrary<LiveMessage> = fc.oneof(
  fc.record({
    ...{ type: fc.constant('watch' as const), maxWidth: pixels, maxHeight: pixels },
    transport: fc.constantFrom('auto', 'track', 'tiles' as const),
  }),
  fc.record({
    ...{ type: fc.constant('sending' as const), width: fc.nat(0xffff), height: fc.nat(0xffff) },
    transport: fc.constantFrom('track', 'tiles', 'none' as const),
  }),
  fc.record({ type: fc.constant('drawn' as const), sequence: fc.nat(0xffff_ffff) }),
  fc.record({ type: fc.constant('clipboard' as const), text: text(100) }),
  fc.record({ type: fc.constant('listen' as const), on: fc.boolean() }),
  fc.record({ type: fc.constantFrom('ping', 'pong' as const), id: fc.nat() }),
  fc.constantFrom({ type: 'pause' as const }, { type: 'refresh' as const }),
);

const tileMessage: fc.Arbitrary<TileMessage> = fc
  .record({ width: pixels, height: pixels })
  .chain(({ width, height }) => {
    const tile = fc.record({ x: fc.nat(width - 1), y: fc.nat(height - 1) }).chain(({ x, y }) =>
      fc.record({
        ...{ x: fc.constant(x), y: fc.constant(y), jpeg: fc.uint8Array({ maxLength: 60 }) },
        width: fc.integer({ min: 1, max: width - x }),
        height: fc.integer({ min: 1, max: height - y }),
      }),
    );
    return fc.record({
      ...{ whole: fc.boolean(), complete: fc.boolean(), sequence: fc.nat(0xffff_ffff) },
      capturedAt: fc.double({ noNaN: true, noDefaultInfinity: true }),
      ...{ width: fc.constant(width), height: fc.constant(height), tiles: fc.array(tile, { maxLength: 8 }) },
    });
  });

/** A small change of what was written: cut, longer, or one byte another. */
const spoilt = (written: fc.Arbitrary<Uint8Array>) =>
  fc.tuple(written, fc.nat(), fc.nat(255), fc.constantFrom('cut', 'more', 'flip')).map(([bytes, at, byte, how]) => {
    if (how === 'cut') return bytes.slice(0, at % (bytes.length + 1));
    if (how === 'more') return Uint8Array.of(...bytes, byte);
    const changed = bytes.slice();
    changed[at % changed.length] = byte;
    return changed;
  });

describe('messages are read as they were written:', () => {
  it('input', () => {
    fc.assert(
      fc.property(fc.record({ seq: fc.nat(), controlId: fc.constant('ctl_1'), event: inputEvent }), (message) => {
        expect(readInput(writeInput(message))).toEqual(message);
      }),
    );
    expect(readPlayed(writePlayed({ played: 12 }))).toEqual({ played: 12 });
  });
  it('of the picture and the clipboard', () => {
    fc.assert(fc.property(liveMessage, (message) => void expect(readMessage(writeMessage(message))).toEqual(message)));
  });
  it('tiles', () => {
    fc.assert(fc.property(tileMessage, (message) => void expect(readTiles(writeTiles(message))).toEqual(message)));
  });
});

describe('whatever comes, nothing is thrown and nothing is taken that is not within its bounds:', () => {
  it('input', () => {
    const written = fc.record({ seq: fc.nat(), controlId: fc.constant('c'), event: inputEvent }).map(writeInput);
    fc.assert(
      fc.property(fc.oneof(spoilt(written), fc.uint8Array(), fc.json().map(json)), (bytes) => {
        const event = readInput(bytes)?.event;
        if (event === undefined) return;
        if ('x' in event) expect([event.x, event.y].every((at) => at >= 0 && at <= 1)).toBe(true);
        if (event.type === 'text') expect(event.text.length).toBeLessThanOrEqual(mostInputText);
      }),
    );
  });
  it('tiles', () => {
    fc.assert(
      fc.property(fc.oneof(spoilt(tileMessage.map(writeTiles)), fc.uint8Array()), (bytes) => {
        const read = readTiles(bytes);
        for (const { x, y, width, height } of read?.tiles ?? [])
          expect(x + width <= (read?.width ?? 0) && y + height <= (read?.height ?? 0)).toBe(true);
        if (read) expect(writeTiles(read)).toEqual(bytes);
      }),
      { numRuns: 1_000 },
    );
  });
  it('of the picture and the clipboard', () => {
    fc.assert(
      fc.property(fc.oneof(spoilt(liveMessage.map(writeMessage)), fc.uint8Array()), (bytes) => {
        const read = readMessage(bytes);
        if (read) expect(readMessage(writeMessage(read))).toEqual(read);
      }),
    );
  });

  const event = (value: object) => json({ seq: 1, controlId: 'ctl_1', event: value });
  it.each([
    ['no object', json([])],
    ['no JSON', new TextEncoder().encode('{')],
    ['no UTF-8', Uint8Array.of(0xff)],
    ['an unknown event', event({ type: 'exec' })],
    ['a place outside the screen', event({ type: 'move', x: 1.01, y: 0 })],
    ['a place that is no number', event({ type: 'move', x: null, y: 0 })],
    ['an unknown button', event({ type: 'button', x: 0, y: 0, button: 'extra', down: true })],
    ['a wheel beyond reason', event({ type: 'wheel', x: 0, y: 0, dx: 0, dy: 1e9 })],
    ['a key that is no code', event({ type: 'key', code: 'Key A', down: true })],
    ['a key half pressed', event({ type: 'key', code: 'KeyA', down: 1 })],
    ['no text', event({ type: 'text', text: '' })],
    ['too much text', event({ type: 'text', text: 'x'.repeat(mostInputText + 1) })],
    ['half a character', event({ type: 'text', text: '\ud83d' })],
    ['no sequence', json({ controlId: 'ctl_1', event: { type: 'release' } })],
    ['no control', json({ seq: 1, event: { type: 'release' } })],
    ['a sequence that is not whole', json({ seq: 1.5, controlId: 'ctl_1', event: { type: 'release' } })],
    ['too many bytes', json({ seq: 1, controlId: 'c', event: { type: 'release' }, pad: 'x'.repeat(9_000) })],
  ])('input with %s is not taken', (_, bytes) => expect(readInput(bytes)).toBeUndefined());

  it('keeps nothing of a message but what its type has', () => {
    expect(readMessage(json({ type: 'refresh', more: 1 }))).toEqual({ type: 'refresh' });
    expect(readMessage(json({ type: 'listen', on: 1 }))).toBeUndefined();
    expect(readInput(event({ type: 'release', x: 1 }))?.event).toEqual({ type: 'release' });
  });

  const picture = { ...{ whole: true, complete: true, sequence: 1, capturedAt: 0 }, width: 64, height: 64 };
  const tile = { x: 0, y: 0, width: 64, height: 64, jpeg: new Uint8Array(4) };
  it.each([
    ['of another version', (view: DataView) => view.setUint8(0, 2)],
    ['with an unknown flag', (view: DataView) => view.setUint8(1, 4)],
    ['of no width', (view: DataView) => view.setUint16(16, 0, true)],
    ['captured at no time', (view: DataView) => view.setFloat64(8, Number.NaN, true)],
    ['with a tile outside the picture', (view: DataView) => view.setUint16(tileMessageHeadBytes, 1, true)],
    ['with a tile of no width', (view: DataView) => view.setUint16(tileMessageHeadBytes + 4, 0, true)],
    ['with a tile longer than the message', (view: DataView) => view.setUint32(tileMessageHeadBytes + 8, 5, true)],
    ['with more tiles than it has', (view: DataView) => view.setUint16(2, 2, true)],
    ['with fewer tiles than it has', (view: DataView) => view.setUint16(2, 0, true)],
  ])('a tile message %s is not taken', (_, spoil) => {
    const bytes = writeTiles({ ...picture, tiles: [tile] });
    expect(readTiles(bytes)).toBeDefined();
    spoil(new DataView(bytes.buffer));
    expect(readTiles(bytes)).toBeUndefined();
  });

  it('writes no tile message that would not be read', () => {
    const jpeg = new Uint8Array(mostTileMessageBytes);
    expect(() => writeTiles({ ...picture, tiles: [{ ...tile, jpeg }] })).toThrow(RangeError);
    expect(() => writeTiles({ ...picture, tiles: [{ ...tile, x: 1 }] })).toThrow(RangeError);
  });
});
