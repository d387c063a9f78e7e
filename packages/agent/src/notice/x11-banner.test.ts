import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasXServer, startXServer, type XServer } from '../capture/testing/x-server.js';
import { createX11SocketSource } from '../capture/x11-socket.js';
import type { Notice } from './notice.js';
import { x11Banner } from './x11-banner.js';
import { openX } from './x11-connection.js';

const notice: Notice = { lessonId: 'les_1', lectureTitle: '알고리즘', instructorName: '김하은' };

/** How many pixels of the screen have the banner's two colours. */
async function coloured(display: string): Promise<{ back: number; text: number }> {
  const source = createX11SocketSource({ display, monitors: 'all' });
  try {
    const grab = await source.grab();
    if (grab.kind !== 'frame') throw new Error(grab.kind);
    const counts = { back: 0, text: 0 };
    for (let at = 0; at < grab.frame.pixels.length; at += 4) {
      const colour = grab.frame.pixels.readUIntLE(at, 3);
      if (colour === 0x7a1f1f) counts.back += 1;
      if (colour === 0xffffff) counts.text += 1;
    }
    return counts;
  } finally {
    await source.close();
  }
}

/** Looks until the screen is as it should be. */
async function until(display: string, holds: (seen: { back: number; text: number }) => boolean): Promise<void> {
  while (!holds(await coloured(display)));
}

/** A window over everything, which covers the banner until that is raised. */
async function coverAll(display: string): Promise<() => void> {
  const x = await openX(display, () => undefined);
  const window = x.client.AllocID();
  const values = { overrideRedirect: true, backgroundPixel: 0x00_22_44, eventMask: 0 };
  x.client.CreateWindow(window, x.screen.root, 0, 0, 640, 480, 0, 0, 1, 0, values);
  x.client.MapWindow(window);
  await x.ask((callback) => x.client.GetWindowAttributes(window, callback));
  return x.close;
}

describe.skipIf(!hasXServer())('the banner', () => {
  let server: XServer;

  beforeAll(async () => {
    server = await startXServer();
  });
  afterAll(() => server.kill());

  it.each(['en', 'ko'] as const)('is on the screen from show to end (%s)', async (language) => {
    const { display } = server;
    const banner = x11Banner({ display, language });
    expect(await coloured(display)).toEqual({ back: 0, text: 0 });
    expect(await banner.show(notice, () => undefined)).toBe(true);
    await until(display, ({ back, text }) => back > 1_000 && text > 100);
    await banner.end();
    await until(display, ({ back }) => back === 0);
  });

  it('comes up again when another window covers it', async () => {
    const { display } = server;
    const banner = x11Banner({ display, language: 'en' });
    await banner.show(notice, () => undefined);
    const uncover = await coverAll(display);
    await until(display, ({ back }) => back > 1_000);
    uncover();
    await banner.end();
  });

  it('is not shown where there is no display', async () => {
    expect(await x11Banner({ display: ':4095', language: 'en' }).show(notice, () => undefined)).toBe(false);
  });

  it('says that it is lost when its display goes away, but not when it is ended', async () => {
    const other = await startXServer();
    const banner = x11Banner({ display: other.display, language: 'en' });
    let losses = 0;
    await banner.show(notice, () => {
      losses += 1;
    });
    await banner.end();
    expect(losses).toBe(0);
    const lost = new Promise<void>((resolve) => void banner.show(notice, resolve).then(() => other.kill()));
    await lost;
    await banner.end();
  });
});
