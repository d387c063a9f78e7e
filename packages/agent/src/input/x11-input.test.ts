import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { startXServer, type XServer } from '../capture/testing/x-server.js';
import type { Clock } from './clock.js';
import type { InputBackEnd, InputPlayer } from './input-player.js';
import { hasTerminal, openTerminal, type Terminal, until } from './testing/terminal.js';
import { observeX, type XObserver } from './testing/x-observer.js';
import { createXSocketBackEnd } from './x11-package-xtest.js';
import { createXTestBackEnd } from './x11-xtest.js';

const canRun = hasTerminal();

type Make = (options: { display: string; monitors: 'all'; clock?: Clock }) => InputBackEnd;
const backEnds: [string, Make][] = [
  ['through libXtst', createXTestBackEnd],
  ['over the socket', createXSocketBackEnd],
];

const width = 640;
const height = 480;
const at = { x: 0.5, y: 0.5 };
const shiftBit = 1;
const buttonBits = 0x1f00;

describe.runIf(canRun).each(backEnds)('input on X11 %s', (_name, make) => {
  let server: XServer;
  let observer: XObserver;
  let player: InputPlayer;
  let terminal: Terminal | undefined;
  const start = async (): Promise<void> => {
    server = await startXServer({ width, height });
    observer = await observeX(server.display);
    player = await make({ display: server.display, monitors: 'all' }).open();
  };
  const startTerminal = async (): Promise<Terminal> => {
    await start();
    terminal = await openTerminal(server.display, observer);
    return terminal;
  };
  afterEach(async () => {
    await terminal?.close();
    terminal = undefined;
    await player.close();
    observer.close();
    await server.kill();
  });

  it('moves to each corner and to the middle, to the pixel', async () => {
    await start();
    for (const x of [0, 1]) {
      for (const y of [0, 1]) {
        expect(await player.play({ type: 'move', x, y })).toBe(true);
        expect(await observer.pointer()).toMatchObject({ x: x * (width - 1), y: y * (height - 1) });
      }
    }
    await player.play({ type: 'move', ...at });
    expect(await observer.pointer()).toMatchObject({ x: 320, y: 240 });
  });

  it('types ASCII with shifted symbols, 한글, other scripts and Enter exactly', async () => {
    const { textOf } = await startTerminal();
    const text = '한글 Ab!@#$%^&*()_+{}|:"<>?`~-=[]\\;\',./ 가나다 뷁 é ß 日本 😀 Zz09\n';
    expect(await player.play({ type: 'text', text })).toBe(true);
    const expected = text.replace('\n', '\r');
    expect(await textOf(Buffer.byteLength(expected))).toBe(expected);
  });

  it('types more different characters than there are spare keys, once their last meaning was read', async () => {
    const { text, textOf } = await startTerminal();
    const spareCount = (await observer.keyboardMap()).filter((row) => row.length === 0).length;
    const hangul = Array.from({ length: 300 }, (_, i) => String.fromCharCode(0xac00 + i * 37)).join('');
    let waits = 0;
    // Time as the terminal takes it: how long it lags behind is not ours to say.
    const clock: Clock = {
      now: () => 0,
      wait: (): Promise<void> => {
        const typed = Math.min(hangul.length, ++waits * spareCount);
        return until(`${typed} characters`, () => text().length >= typed);
      },
    };
    await player.close();
    player = await make({ display: server.display, monitors: 'all', clock }).open();
    expect(await player.play({ type: 'text', text: hangul })).toBe(true);
    expect(await textOf(Buffer.byteLength(hangul))).toBe(hangul);
    expect(waits).toBe(Math.ceil(hangul.length / spareCount) - 1);
  });

  it('types text as it is while Shift is held and Caps Lock is on, and leaves both so', async () => {
    const { textOf } = await startTerminal();
    await player.play({ type: 'key', code: 'CapsLock', down: true });
    await player.play({ type: 'key', code: 'CapsLock', down: false });
    await player.play({ type: 'key', code: 'ShiftLeft', down: true });
    await player.play({ type: 'text', text: 'aB1!é' });
    expect(await textOf(6)).toBe('aB1!é');
    expect((await observer.pointer()).mask).toBe(shiftBit | 2);
  });

  it('types text as it is with other keyboard layouts, also where they change meanwhile', async () => {
    const { textOf } = await startTerminal();
    const layOut = (...layout: string[]) => execFileSync('setxkbmap', ['-display', server.display, ...layout]);
    layOut('de');
    const text = 'yz @{}~ "ß" 한글';
    await player.play({ type: 'text', text });
    // A program that lags behind reads a key as the layout of its own time has it.
    expect(await textOf(Buffer.byteLength(text))).toBe(text);
    layOut('kr,ru', '-option', 'grp:alt_shift_toggle');
    await player.play({ type: 'text', text });
    expect(await textOf(2 * Buffer.byteLength(text))).toBe(text + text);
    for (const down of [true, false]) {
      for (const code of ['AltLeft', 'ShiftLeft']) await player.play({ type: 'key', code, down });
    }
    const groupBits = 0x6000;
    expect((await observer.pointer()).mask & groupBits).not.toBe(0);
    await player.play({ type: 'text', text });
    expect(await textOf(3 * Buffer.byteLength(text))).toBe(text + text + text);
  });

  it('plays keys by their place, with modifiers', async () => {
    const { textOf } = await startTerminal();
    for (const code of ['ShiftLeft', 'ArrowRight']) await player.play({ type: 'key', code, down: true });
    expect((await observer.pointer()).mask & shiftBit).toBe(shiftBit);
    for (const code of ['ArrowRight', 'ShiftLeft']) await player.play({ type: 'key', code, down: false });
    await player.play({ type: 'key', code: 'ControlRight', down: true });
    await player.play({ type: 'key', code: 'KeyD', down: true });
    await player.play({ type: 'release' });
    expect(await textOf(7)).toBe('\u001b[1;2C\u0004');
    expect(await observer.keysDown()).toEqual([]);
  });

  it('presses, drags, and turns the wheel by whole notches', async () => {
    await start();
    const seen = await observer.watch();
    await player.play({ type: 'button', button: 'left', down: true, x: 0, y: 0 });
    await player.play({ type: 'move', x: 1, y: 1 });
    expect((await observer.pointer()).mask & buttonBits).toBe(0x100);
    await player.play({ type: 'button', button: 'left', down: false, x: 1, y: 1 });
    await player.play({ type: 'wheel', ...at, dx: -1, dy: 2.5 });
    await player.play({ type: 'wheel', ...at, dx: 0, dy: 0.5 });
    const presses = () => seen.filter(({ name }) => name === 'ButtonPress').map(({ code }) => code);
    await until('all of it', () => presses().length >= 5);
    expect(presses()).toEqual([1, 5, 5, 6, 5]);
    expect(seen.find(({ name }) => name === 'ButtonPress')).toMatchObject({ x: 0, y: 0 });
    expect(seen.find(({ name }) => name === 'ButtonRelease')).toMatchObject({ code: 1, x: width - 1, y: height - 1 });
  });

  it('lets go of every button and key at once', async () => {
    await start();
    for (const button of ['left', 'right'] as const) {
      await player.play({ type: 'button', button, down: true, ...at });
    }
    for (const code of ['ControlLeft', 'AltLeft', 'KeyA', 'KeyA']) {
      await player.play({ type: 'key', code, down: true });
    }
    expect((await observer.keysDown()).length).toBe(3);
    await player.releaseAll();
    expect(await observer.keysDown()).toEqual([]);
    expect((await observer.pointer()).mask).toBe(0);
  });

  it('leaves off typing when it has to let go', async () => {
    await start();
    const typing = player.play({
      type: 'text',
      text: Array.from({ length: 900 }, (_, i) => String.fromCharCode(0xac00 + i)).join(''),
    });
    await player.releaseAll();
    expect(await typing).toBe(false);
    expect(await observer.keysDown()).toEqual([]);
  });

  it('does not let go what it did not press, and does not know every key', async () => {
    await start();
    const controlLeft = 37;
    await observer.press(controlLeft, true);
    expect(await player.play({ type: 'key', code: 'ControlLeft', down: false })).toBe(true);
    await player.releaseAll();
    expect(await observer.keysDown()).toEqual([controlLeft]);
    expect(await player.play({ type: 'key', code: 'Power', down: true })).toBe(false);
  });

  it('gives the keyboard back as it was', async () => {
    await start();
    const before = await observer.keyboardMap();
    await player.play({ type: 'text', text: '한글' });
    expect(await observer.keyboardMap()).not.toEqual(before);
    await player.close();
    expect(await observer.keyboardMap()).toEqual(before);
  });

  it('takes again what a killed agent left in the keyboard', async () => {
    await start();
    const before = await observer.keyboardMap();
    await player.play({ type: 'text', text: '가나다' });
    const heir = await make({ display: server.display, monitors: 'all' }).open();
    await heir.play({ type: 'text', text: '가나다라마바사' });
    await heir.close();
    await player.close();
    expect(await observer.keyboardMap()).toEqual(before);
  });

  it('lets go of what a killed agent held down, and of nothing else', async () => {
    await start();
    const controlLeft = 37;
    await observer.press(controlLeft, true);
    await player.play({ type: 'button', button: 'left', down: true, ...at });
    for (const code of ['AltLeft', 'ShiftLeft']) await player.play({ type: 'key', code, down: true });
    await player.play({ type: 'key', code: 'AltLeft', down: false });
    expect((await observer.keysDown()).length).toBe(2);
    const heir = await make({ display: server.display, monitors: 'all' }).open();
    expect(await observer.keysDown()).toEqual([controlLeft]);
    expect((await observer.pointer()).mask & buttonBits).toBe(0);
    await heir.close();
  });

  it('says so when the X server goes away, and there is none', async () => {
    await start();
    await server.kill();
    await expect(player.play({ type: 'move', ...at })).rejects.toThrow('went away');
    await player.releaseAll();
    await expect(make({ display: server.display, monitors: 'all' }).open()).rejects.toThrow(server.display);
  });
});
