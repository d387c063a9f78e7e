import { describe, expect, it } from 'vitest';
import { withFallback } from './fallback-source.js';
import { createLogindProbe, hiddenWhileLocked } from './lock-probe.js';
import { createMacosSource, type Screenshots } from './macos.js';
import { chooseArea, NoSuchMonitor } from './monitors.js';
import { loadKoffi } from './native.js';
import type { Frame, Grab, ScreenSource } from './source.js';
import { createTestPattern } from './test-pattern.js';
import type { Win32 } from './win32.js';
import { createWindowsSource } from './windows-gdi.js';

const frameOf = (grab: Grab): Frame => {
  if (grab.kind !== 'frame') throw new Error(`no frame: ${JSON.stringify(grab)}`);
  return grab.frame;
};

describe('the test pattern', () => {
  it('is a function of label and second', async () => {
    let time = 5_000;
    const now = () => time;
    const pattern = createTestPattern({ label: 'A-01', width: 160, height: 90, now });
    const first = Buffer.from(frameOf(await pattern.grab()).pixels);
    time = 5_999;
    expect(await pattern.grab()).toEqual({ kind: 'unchanged' });
    time = 6_000;
    expect(frameOf(await pattern.grab()).pixels.equals(first)).toBe(false);
    time = 5_000;
    expect(frameOf(await pattern.grab()).pixels.equals(first)).toBe(true);
    const other = createTestPattern({ label: 'A-02', width: 160, height: 90, now });
    expect(frameOf(await other.grab()).pixels.equals(first)).toBe(false);
  });

  it('draws any label at any size', async () => {
    for (const label of ['', '한글 이름', 'a very long label of a seat in a lab']) {
      for (const [width, height] of [
        [1, 1],
        [3, 500],
        [1280, 720],
      ] as const) {
        expect(frameOf(await createTestPattern({ label, width, height, now: () => 0 }).grab())).toMatchObject({
          width,
        });
      }
    }
  });
});

describe('a macOS screen', () => {
  const image = (width: number, height: number, rgba: number[]) => ({
    width,
    height,
    toRaw: async () => Buffer.from(Array.from({ length: width * height }, () => rgba).flat()),
  });
  const library = (...images: ReturnType<typeof image>[]): Screenshots => ({
    Monitor: { all: () => images.map((shown, i) => ({ name: () => `M${i}`, captureImage: async () => shown })) },
  });
  const two = library(image(2, 1, [1, 2, 3, 255]), image(1, 2, [7, 8, 9, 255]));
  const mayRecord = () => true;

  it('puts all monitors side by side, as BGRX', async () => {
    const source = createMacosSource({ monitors: 'all', load: () => two, mayRecord });
    const { width, height, pixels } = frameOf(await source.grab());
    expect([width, height, [...pixels]]).toEqual([
      3,
      2,
      [3, 2, 1, 0, 3, 2, 1, 0, 9, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 8, 7, 0],
    ]);
    expect(await source.grab()).toEqual({ kind: 'unchanged' });
    expect(await source.grab(true)).toMatchObject({ kind: 'frame' });
  });

  it('can be one monitor', async () => {
    const of = (monitors: string | number) => createMacosSource({ monitors, load: () => two, mayRecord }).grab();
    expect(frameOf(await of(1))).toMatchObject({ width: 1, height: 2 });
    expect(frameOf(await of('M0'))).toMatchObject({ width: 2, height: 1 });
    expect(await of('M9')).toMatchObject({ reason: 'no_display' });
  });

  it('without the right, the library or a monitor is unavailable', async () => {
    const of = (load: () => Screenshots, allowed = true) =>
      createMacosSource({ monitors: 'all', load, mayRecord: () => allowed }).grab();
    expect(await of(() => two, false)).toMatchObject({ reason: 'not_permitted' });
    expect(await of(() => library())).toMatchObject({ reason: 'no_display' });
    const absent = () => {
      throw new Error('Cannot find native binding');
    };
    expect(await of(absent)).toMatchObject({ reason: 'capture_failed', detail: 'Cannot find native binding' });
  });
});

describe('a Windows desktop', () => {
  const fakeWindows = () => {
    const bits: bigint = loadKoffi().alloc('uint8', 4 * 3 * 2);
    const state = { takesInput: true, copies: 1 };
    const api: Win32 = {
      GetDC: () => 1n,
      ReleaseDC: () => 1,
      GetSystemMetrics: (index) => [0, 0, 3, 2][index - 76] ?? 0,
      CreateCompatibleDC: () => 2n,
      DeleteDC: () => 1,
      CreateDIBSection(_context, _info, _usage, out) {
        out[0] = bits;
        return 3n;
      },
      SelectObject: () => 4n,
      DeleteObject: () => 1,
      BitBlt: () => state.copies,
      GdiFlush: () => 1,
      monitors: () => [{ name: 'DISPLAY1', x: 0, y: 0, width: 3, height: 2 }],
      takesInput: () => state.takesInput,
    };
    return { api, state, bits };
  };

  it('is unchanged until its pixels change', async () => {
    const { api, bits } = fakeWindows();
    const source = createWindowsSource({ monitors: 'all', api });
    expect(frameOf(await source.grab())).toMatchObject({ width: 3, height: 2, stride: 3 });
    expect(await source.grab()).toEqual({ kind: 'unchanged' });
    loadKoffi().encode(bits, 'uint8', 77);
    expect(frameOf(await source.grab()).pixels[0]).toBe(77);
  });

  it('is locked while another desktop takes the input, and comes back as a frame', async () => {
    const { api, state } = fakeWindows();
    const source = createWindowsSource({ monitors: 0, api });
    frameOf(await source.grab());
    state.takesInput = false;
    expect(await source.grab()).toMatchObject({ reason: 'locked' });
    state.takesInput = true;
    frameOf(await source.grab());
    state.copies = 0;
    expect(await source.grab()).toMatchObject({ reason: 'no_display' });
  });
});

describe('a lock', () => {
  it('is asked of logind now and then, and hides the screen', async () => {
    let time = 0;
    let answer = 'yes\n';
    const asked: string[][] = [];
    const probe = createLogindProbe(
      'c2',
      () => time,
      async (_command, args) => {
        asked.push(args);
        return answer;
      },
    );
    const screen = hiddenWhileLocked(createTestPattern({ label: '', width: 8, height: 8, now: () => 0 }), probe);
    expect(await screen.grab()).toMatchObject({ reason: 'locked' });
    answer = 'no\n';
    expect(await screen.grab()).toMatchObject({ reason: 'locked' });
    time = 60_000;
    expect(await screen.grab()).toMatchObject({ kind: 'frame' });
    expect(await screen.grab()).toEqual({ kind: 'unchanged' });
    expect(asked.length).toBe(2);
  });

  it('is unknown without logind or session', async () => {
    const failing = async () => {
      throw new Error('loginctl: not found');
    };
    expect(await createLogindProbe('c2', () => 0, failing)()).toBe(false);
    expect(await createLogindProbe(undefined, () => 0, failing)()).toBe(false);
  });
});

describe('a screen behind a lock probe and a fallback', () => {
  it('tells of its changes, where it can', () => {
    const pattern = createTestPattern({ label: '', width: 8, height: 8, now: () => 0 });
    const change = Promise.resolve();
    const wrapped = (source: ScreenSource) =>
      hiddenWhileLocked(
        withFallback(source, () => pattern),
        async () => false,
      );
    expect(wrapped({ ...pattern, nextChange: () => change }).nextChange?.(1)).toBe(change);
    expect(wrapped(pattern).nextChange?.(1)).toBe(undefined);
  });
});

describe('a monitor', () => {
  const whole = { x: 0, y: 0, width: 100, height: 50 };
  const monitors = [
    { name: 'left', x: 0, y: 0, width: 60, height: 50 },
    { name: 'right', x: 60, y: 0, width: 60, height: 60 },
    { name: 'gone', x: 200, y: 0, width: 60, height: 60 },
  ];

  it('is cut to what the desktop has', () => {
    expect(chooseArea('all', whole, monitors)).toEqual(whole);
    expect(chooseArea('right', whole, monitors)).toEqual({ x: 60, y: 0, width: 40, height: 50 });
    expect(() => chooseArea(2, whole, monitors)).toThrow(NoSuchMonitor);
  });
});
