// Runs under Wine: plays input through the agent's Windows back end, with Notepad open, and says what came of it.
import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLibrary } from '../../packages/agent/src/capture/native.js';
import { chooseClipboard } from '../../packages/agent/src/input/choose-clipboard.js';
import { chooseInput } from '../../packages/agent/src/input/choose-input.js';

const [out = 'input.json'] = process.argv.slice(2);
const user = openLibrary('user32.dll');
const findWindow = user.func('void *__stdcall FindWindowW(str16 className, str16 title)');
const findChild = user.func('void *__stdcall FindWindowExW(void *parent, void *after, str16 className, str16 title)');
const rectangleOf = user.func('int __stdcall GetWindowRect(void *window, void *rectangle)');
const getText = user.func('intptr __stdcall SendMessageW(void *window, uint32 message, uintptr size, void *text)');
const cursorAt = user.func('int __stdcall GetCursorPos(void *point)');
const keyState = user.func('int16 __stdcall GetAsyncKeyState(int virtualKey)');
const metrics = user.func('int __stdcall GetSystemMetrics(int index)');

const wmGetText = 0x0d;
const size = { width: metrics(0), height: metrics(1) };
const editor = findChild(findWindow('Notepad', null), null, 'Edit', null);
const contents = (): string => {
  const text = Buffer.alloc(4096);
  const length = Number(getText(editor, wmGetText, text.length / 2, text));
  return text.toString('utf16le', 0, length * 2);
};
/** What Notepad has once it is that, or after 10 s. */
const contentsWhen = async (wanted: string): Promise<string> => {
  for (let tries = 0; tries < 200 && contents() !== wanted; tries++) await sleep(50);
  return contents();
};
const cursor = (): [number, number] => {
  const point = Buffer.alloc(8);
  cursorAt(point);
  return [point.readInt32LE(0), point.readInt32LE(4)];
};

const input = chooseInput({ platform: process.platform, env: process.env, monitors: 'all' });
const player = await input.open();
const chord = await input.readChord();
const keys = async (down: boolean, ...codes: string[]): Promise<void> => {
  for (const code of codes) await player.play({ type: 'key', code, down });
};

/** Where the pointer is right after a move; a moment later Wine may have it elsewhere. */
const moveTo = async (x: number, y: number): Promise<[number, number]> => {
  await player.play({ type: 'move', x, y });
  return cursor();
};

const corners: [number, number][] = [];
for (const [x, y] of [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const) {
  const wanted = [x * (size.width - 1), y * (size.height - 1)].join();
  let reached = await moveTo(x, y);
  // Wine may hear late where its X server had the pointer, and put it back there once.
  for (let tries = 1; tries < 5 && reached.join() !== wanted; tries++) {
    await sleep(200);
    reached = await moveTo(x, y);
  }
  corners.push(reached);
}
const rectangle = Buffer.alloc(16);
rectangleOf(editor, rectangle);
const inEditor = {
  x: (rectangle.readInt32LE(0) + 50) / size.width,
  y: (rectangle.readInt32LE(4) + 50) / size.height,
};
for (const down of [true, false]) await player.play({ type: 'button', button: 'left', down, ...inEditor });
await sleep(500);
await player.play({ type: 'text', text: '한글 Ab!@# 가' });
const typed = await contentsWhen('한글 Ab!@# 가');
// Selects the last letter, and types over it while Shift is held.
await keys(true, 'ShiftLeft', 'ArrowLeft');
await keys(false, 'ArrowLeft');
await player.play({ type: 'text', text: 'b😀\n' });
await keys(false, 'ShiftLeft');
const replaced = await contentsWhen('한글 Ab!@# b😀\r\n');
const clipboard = await chooseClipboard({ platform: process.platform, env: process.env }).setText('붙임');
await keys(true, 'ControlLeft', 'KeyV');
await keys(false, 'KeyV', 'ControlLeft');
const pasted = await contentsWhen('한글 Ab!@# b😀\r\n붙임');
await keys(true, 'ControlRight', 'AltLeft', 'Escape');
const chordSeen = await chord.read();
await player.releaseAll();
const left = [0x10, 0x11, 0x12, 0x1b, 0x01].filter((key) => (keyState(key) & 0x8000) !== 0);
await player.close();
writeFileSync(`${out}.draft`, JSON.stringify({ size, corners, typed, replaced, clipboard, pasted, chordSeen, left }));
// Whoever waits for the file finds it whole.
renameSync(`${out}.draft`, out);
