import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasXServer, startXServer, type XServer } from '../../capture/testing/x-server.js';
import { createX11SocketSource } from '../../capture/x11-socket.js';
import { openX } from '../../notice/x11-connection.js';
import { chooseWindow } from './choose-window.js';
import { windowSize } from './window-back-end.js';

const { width, height } = windowSize;
const area = width * height;
const filled = (colour: number) => Buffer.from(new Int32Array(area).fill(colour).buffer);
const windowOn = (display: string) => chooseWindow({ platform: 'linux', env: { DISPLAY: display } });

/** How many pixels of the screen have a colour. */
async function count(display: string, colour: number): Promise<number> {
  const source = createX11SocketSource({ display, monitors: 'all' });
  const grab = await source.grab(true);
  await source.close();
  if (grab.kind !== 'frame') throw new Error(grab.kind);
  const { pixels } = grab.frame;
  return new Int32Array(pixels.buffer, pixels.byteOffset, pixels.length >> 2).filter(
    (word) => (word & 0xffffff) === colour,
  ).length;
}

describe.skipIf(!hasXServer())('the window for a camera', () => {
  let server: XServer;
  beforeAll(async () => {
    server = await startXServer();
  });
  afterAll(() => server.kill());

  it('shows every pixel of what is drawn, the newest, until it is closed', async () => {
    const { display } = server;
    expect(await windowOn(display).isAble()).toBe(true);
    const window = await windowOn(display).open(() => undefined);
    for (const colour of [0x204060, 0x11ee33]) {
      await window.draw(filled(colour));
      expect(await count(display, colour)).toBe(area);
    }
    window.close();
    while ((await count(display, 0x11ee33)) > 0);
  });

  it('comes up again, and is drawn again, when another window covers it', async () => {
    const { display } = server;
    const window = await windowOn(display).open(() => undefined);
    const x = await openX(display, () => undefined);
    const cover = x.client.AllocID();
    const values = { overrideRedirect: true, backgroundPixel: 0x00_22_44, eventMask: 0 };
    x.client.CreateWindow(cover, x.screen.root, 0, 0, 640, 480, 0, 0, 1, 0, values);
    x.client.MapWindow(cover);
    // As pictures of a camera come.
    do await window.draw(filled(0xee22cc));
    while ((await count(display, 0xee22cc)) < area);
    expect(await count(display, 0x002244)).toBe(640 * 480 - area);
    x.close();
    window.close();
  });

  it('says once that it is lost when its display goes away, and not when it is closed', async () => {
    const other = await startXServer();
    const losses: string[] = [];
    const closed = await windowOn(other.display).open((why) => losses.push(why));
    closed.close();
    const lost = new Promise<void>((resolve) => {
      const tell = (why: string) => {
        losses.push(why);
        resolve();
      };
      void windowOn(other.display)
        .open(tell)
        .then(() => other.kill());
    });
    await lost;
    expect(losses).toEqual(['the X display went away']);
  });

  it.each([
    ['without a display', windowOn(':4095')],
    ['on Windows', chooseWindow({ platform: 'win32', env: { DISPLAY: ':0' } })],
    ['on macOS', chooseWindow({ platform: 'darwin', env: { DISPLAY: ':0' } })],
    ['outside of any session', chooseWindow({ platform: 'linux', env: {} })],
  ])('is not there %s, and says so', async (_, window) => {
    expect(await window.isAble()).toBe(false);
    await expect(window.open(() => undefined)).rejects.toThrow();
  });
});
