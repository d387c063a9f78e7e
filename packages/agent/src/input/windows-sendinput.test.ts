import { describe, expect, it } from 'vitest';
import { createWindowsBackEnd, type WindowsApi } from './windows-sendinput.js';

/** A Windows of two monitors, the left one at negative positions, that remembers what it was sent. */
function fakeWindows() {
  const sent: Buffer[] = [];
  const state = { takesInput: true, takes: Number.POSITIVE_INFINITY };
  const metrics = new Map([
    [76, -1280],
    [77, 0],
    [78, 3200],
    [79, 1080],
  ]);
  const api: WindowsApi = {
    GetSystemMetrics: (index) => metrics.get(index) ?? 0,
    monitors: () => [
      { name: 'DISPLAY1', x: 0, y: 0, width: 1920, height: 1080 },
      { name: 'DISPLAY2', x: -1280, y: 0, width: 1280, height: 720 },
    ],
    MapVirtualKeyW: (scan) => scan & 0xff,
    takesInput: () => state.takesInput,
    SendInput(count, inputs, size) {
      for (let i = 0; i < Math.min(count, state.takes); i++) sent.push(inputs.subarray(i * size, (i + 1) * size));
      return Math.min(count, state.takes);
    },
  };
  const keys = () =>
    sent
      .filter((record) => record.readUInt32LE(0) === 1)
      .map((record) => ({
        key: record.readUInt16LE(8),
        scan: record.readUInt16LE(10),
        flags: record.readUInt32LE(12),
      }));
  /** The pixel that Windows makes of an absolute position. */
  const pixels = () =>
    sent
      .filter((record) => record.readUInt32LE(0) === 0 && (record.readUInt32LE(20) & 1) === 1)
      .map((record) => [
        Math.trunc((record.readInt32LE(8) * 3200) / 65_536) - 1280,
        Math.trunc((record.readInt32LE(12) * 1080) / 65_536),
      ]);
  const mice = () =>
    sent
      .filter((record) => record.readUInt32LE(0) === 0 && (record.readUInt32LE(20) & 1) === 0)
      .map((record) => ({ flags: record.readUInt32LE(20), data: record.readInt32LE(16) }));
  return { api, state, keys, pixels, mice };
}

const at = { x: 0.5, y: 0.5 };

describe('input on Windows', () => {
  it('reaches the corners of the whole desktop, and of the one monitor that is shown', async () => {
    const { api, pixels } = fakeWindows();
    for (const monitors of ['all', 'DISPLAY2', 0] as const) {
      const player = await createWindowsBackEnd({ monitors, api }).open();
      await player.play({ type: 'move', x: 0, y: 0 });
      await player.play({ type: 'move', x: 1, y: 1 });
    }
    expect(pixels()).toEqual([
      [-1280, 0],
      [1919, 1079],
      [-1280, 0],
      [-1, 719],
      [0, 0],
      [1919, 1079],
    ]);
  });

  it('presses keys by their place, extended ones marked, and repeats a key that is held', async () => {
    const { api, keys } = fakeWindows();
    const player = await createWindowsBackEnd({ monitors: 'all', api }).open();
    for (const code of ['KeyA', 'KeyA', 'ArrowUp', 'Pause']) await player.play({ type: 'key', code, down: true });
    await player.releaseAll();
    await player.play({ type: 'key', code: 'KeyA', down: false });
    expect(keys()).toEqual([
      { key: 0x1e, scan: 0x1e, flags: 8 },
      { key: 0x1e, scan: 0x1e, flags: 8 },
      { key: 0x48, scan: 0x48, flags: 9 },
      { key: 0x13, scan: 0, flags: 0 },
      { key: 0x13, scan: 0, flags: 2 },
      { key: 0x48, scan: 0x48, flags: 11 },
      { key: 0x1e, scan: 0x1e, flags: 10 },
    ]);
    expect(await player.play({ type: 'key', code: 'Power', down: true })).toBe(false);
  });

  it('types text by UTF-16 unit, with held modifiers let go meanwhile', async () => {
    const { api, keys } = fakeWindows();
    const player = await createWindowsBackEnd({ monitors: 'all', api }).open();
    await player.play({ type: 'key', code: 'ShiftLeft', down: true });
    await player.play({ type: 'text', text: '글😀\n' });
    const [shift, ...typed] = keys();
    const units = [0xae00, 0xd83d, 0xde00].flatMap((scan) => [4, 6].map((flags) => ({ key: 0, scan, flags })));
    const enter = [0, 2].map((flags) => ({ key: 0x0d, scan: 0, flags }));
    expect(typed).toEqual([{ key: 0x2a, scan: 0x2a, flags: 10 }, ...units, ...enter, shift]);
  });

  it('turns the wheel in 120ths of a notch, and lets go of buttons', async () => {
    const { api, mice } = fakeWindows();
    const player = await createWindowsBackEnd({ monitors: 'all', api }).open();
    await player.play({ type: 'wheel', ...at, dx: 1, dy: 0.25 });
    await player.play({ type: 'button', button: 'right', down: true, ...at });
    await player.close();
    await player.close();
    expect(mice()).toEqual([
      { flags: 0x800, data: -30 },
      { flags: 0x1000, data: 120 },
      { flags: 0x8, data: 0 },
      { flags: 0x10, data: 0 },
    ]);
  });

  it('says what was not taken: a secure desktop, or a program with higher rights', async () => {
    const { api, state } = fakeWindows();
    const player = await createWindowsBackEnd({ monitors: 'all', api }).open();
    state.takesInput = false;
    expect(await player.play({ type: 'move', ...at })).toBe(false);
    state.takesInput = true;
    state.takes = 0;
    expect(await player.play({ type: 'move', ...at })).toBe(false);
  });
});
