import type { PointerButton } from '@didacto/sdk/live';

/** INPUT on 64 bits: the type, and from 8 on MOUSEINPUT or KEYBDINPUT. */
export const inputBytes = 40;
const type = { mouse: 0, keyboard: 1 } as const;
const mouse = { x: 8, y: 12, data: 16, flags: 20 } as const;
const keyboard = { virtualKey: 8, scan: 10, flags: 12 } as const;

const moveTo = 0x0001 | 0x8000 | 0x4000; // MOVE, ABSOLUTE, VIRTUALDESK
const wheelFlag = { dy: 0x0800, dx: 0x1000 } as const;
const buttonFlags: Readonly<Record<PointerButton, { down: number; up: number }>> = {
  left: { down: 0x0002, up: 0x0004 },
  right: { down: 0x0008, up: 0x0010 },
  middle: { down: 0x0020, up: 0x0040 },
};
const keyFlag = { extended: 0x0001, up: 0x0002, unicode: 0x0004, scan: 0x0008 } as const;

function mouseRecord(flags: number, { x = 0, y = 0, data = 0 }): Buffer {
  const record = Buffer.alloc(inputBytes);
  record.writeUInt32LE(type.mouse, 0);
  record.writeInt32LE(x, mouse.x);
  record.writeInt32LE(y, mouse.y);
  record.writeInt32LE(data, mouse.data);
  record.writeUInt32LE(flags, mouse.flags);
  return record;
}

function keyRecord(flags: number, { virtualKey = 0, scan = 0 }): Buffer {
  const record = Buffer.alloc(inputBytes);
  record.writeUInt32LE(type.keyboard, 0);
  record.writeUInt16LE(virtualKey, keyboard.virtualKey);
  record.writeUInt16LE(scan, keyboard.scan);
  record.writeUInt32LE(flags, keyboard.flags);
  return record;
}

/** @param at 0 to 65535 over the whole desktop of all monitors */
export const moveRecord = (at: { x: number; y: number }): Buffer => mouseRecord(moveTo, at);

export const buttonRecord = (button: PointerButton, down: boolean): Buffer =>
  mouseRecord(buttonFlags[button][down ? 'down' : 'up'], {});

/** @param data 120 for a notch; positive is up and right */
export const wheelRecord = (axis: 'dx' | 'dy', data: number): Buffer => mouseRecord(wheelFlag[axis], { data });

/**
 * @param scan of set 1, with 0xe0 in front of an extended one
 * @param virtualKey what the layout makes of it: Windows goes by the scan code alone, Wine by this alone
 */
export const scanRecord = (scan: number, virtualKey: number, down: boolean): Buffer =>
  keyRecord(keyFlag.scan | (scan > 0xff ? keyFlag.extended : 0) | (down ? 0 : keyFlag.up), {
    scan: scan & 0xff,
    virtualKey,
  });

export const virtualKeyRecord = (virtualKey: number, down: boolean): Buffer =>
  keyRecord(down ? 0 : keyFlag.up, { virtualKey });

/** One UTF-16 unit, as text. */
export const unicodeRecord = (unit: number, down: boolean): Buffer =>
  keyRecord(keyFlag.unicode | (down ? 0 : keyFlag.up), { scan: unit });
