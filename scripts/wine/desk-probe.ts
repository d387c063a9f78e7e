// Runs under Wine: says what Notepad has, where the answers to a question are, whether the window for the camera is in the
// mouse's way, and which keys and buttons are down.
import { renameSync, writeFileSync } from 'node:fs';
import { openLibrary, type Pointer } from '../../packages/agent/src/capture/native.js';

const [out = 'desk.json'] = process.argv.slice(2);
const user = openLibrary('user32.dll');
const findWindow = user.func('void *__stdcall FindWindowW(str16 className, str16 title)');
const findChild = user.func('void *__stdcall FindWindowExW(void *parent, void *after, str16 className, str16 title)');
const rectangleOf = user.func('int __stdcall GetWindowRect(void *window, void *rectangle)');
const getText = user.func('intptr __stdcall SendMessageW(void *window, uint32 message, uintptr size, void *text)');
// A point of two 32-bit numbers, as it is handed over.
const windowAt = user.func('void *__stdcall WindowFromPoint(int64 point)');
const isEnabled = user.func('int __stdcall IsWindowEnabled(void *window)');
const keyState = user.func('int16 __stdcall GetAsyncKeyState(int virtualKey)');

const wmGetText = 0x0d;
const textOf = (window: Pointer): string => {
  const text = Buffer.alloc(4096);
  const length = Number(getText(window, wmGetText, text.length / 2, text));
  return text.toString('utf16le', 0, length * 2);
};
/** Its middle. */
const middleOf = (window: Pointer): { x: number; y: number } => {
  const rectangle = Buffer.alloc(16);
  rectangleOf(window, rectangle);
  const [left = 0, top = 0, right = 0, bottom = 0] = [0, 4, 8, 12].map((at) => rectangle.readInt32LE(at));
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
};
/** Those that can be pressed. */
const buttonsOf = (window: Pointer): { text: string; x: number; y: number }[] => {
  const buttons: { text: string; x: number; y: number }[] = [];
  for (
    let next = findChild(window, null, 'Button', null);
    next !== null;
    next = findChild(window, next, 'Button', null)
  )
    if (isEnabled(next) !== 0) buttons.push({ text: textOf(next), ...middleOf(next) });
  return buttons;
};

const editor = findChild(findWindow('Notepad', null), null, 'Edit', null);
const question = findWindow(null, 'DIDACTO');
const camera = findWindow(null, 'didacto-agent camera');
const catchesMouse = (window: Pointer): boolean => {
  const { x, y } = middleOf(window);
  return windowAt(BigInt(Math.round(x)) | (BigInt(Math.round(y)) << 32n)) === window;
};
const virtualKeys = { left: 0x01, right: 0x02, Shift: 0x10, Control: 0x11, Alt: 0x12, Escape: 0x1b };
const answer = {
  notepad: { text: textOf(editor), ...middleOf(editor) },
  buttons: question === null ? [] : buttonsOf(question),
  cameraCatchesMouse: camera === null ? null : catchesMouse(camera),
  down: Object.entries(virtualKeys).flatMap(([name, key]) => ((keyState(key) & 0x8000) === 0 ? [] : [name])),
};
writeFileSync(`${out}.draft`, JSON.stringify(answer));
// Whoever waits for the file finds it whole.
renameSync(`${out}.draft`, out);
