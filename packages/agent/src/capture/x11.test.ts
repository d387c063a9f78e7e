import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withFallback } from './fallback-source.js';
import type { Frame, Grab, MonitorChoice, ScreenSource } from './source.js';
import { connectXClient, type XClient } from './testing/x-client.js';
import { hasXServer, startXServer, type XServer } from './testing/x-server.js';
import { type Pixels, readByXwd } from './testing/xwd.js';
import { createX11ShmSource } from './x11-shm.js';
import { createX11SocketSource } from './x11-socket.js';

const canRun = hasXServer();

const frameOf = (grab: Grab): Frame => {
  if (grab.kind !== 'frame') throw new Error(`no frame: ${JSON.stringify(grab)}`);
  return grab.frame;
};

function colorsOf({ width, height, stride, pixels }: Frame): Pixels {
  const colors = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) colors[y * width + x] = pixels.readUIntLE((y * stride + x) * 4, 3);
  }
  return { width, height, colors };
}

const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

/** Rectangles of every size and colour, by a fixed sequence. */
const paints = Array.from({ length: 200 }, (_, i) => ({
  x: (i * 97) % 600,
  y: (i * 61) % 440,
  width: 1 + ((i * 13) % 90),
  height: 1 + ((i * 7) % 70),
  color: (i * 2_654_435) & 0xffffff,
}));

type Make = (options: { display: string; monitors: MonitorChoice }) => ScreenSource;
const backEnds: [string, Make][] = [
  ['through Xlib', createX11ShmSource],
  ['over the socket', createX11SocketSource],
];

describe.runIf(canRun).each(backEnds)('an X11 screen %s', (_name, make) => {
  let server: XServer;
  let client: XClient;
  let source: ScreenSource;
  const connect = async (options: Parameters<typeof startXServer>[0] = {}, monitors: MonitorChoice = 'all') => {
    server = await startXServer(options);
    client = await connectXClient(server.display);
    source = make({ display: server.display, monitors });
  };
  afterEach(async () => {
    await source.close();
    client.close();
    await server.kill();
  });

  it('is taken pixel by pixel as xwd sees it', async () => {
    await connect();
    await client.draw(...paints);
    expect(colorsOf(frameOf(await source.grab()))).toEqual(await readByXwd(server.display));
  });

  it('is unchanged until something is drawn', async () => {
    await connect();
    frameOf(await source.grab());
    expect(await source.grab()).toEqual({ kind: 'unchanged' });
    for (const color of [0xff0000, 0x00ff00]) {
      await client.draw({ x: 630, y: 470, width: 1, height: 1, color });
      expect(colorsOf(frameOf(await source.grab())).colors[470 * 640 + 630]).toBe(color);
      expect(await source.grab()).toEqual({ kind: 'unchanged' });
    }
  });

  it('is given again when a fresh frame is asked for', async () => {
    await connect();
    frameOf(await source.grab());
    frameOf(await source.grab(true));
  });

  it('tells when something is drawn, or that time is up', async () => {
    await connect();
    expect(source.nextChange?.(1)).toBe(undefined);
    frameOf(await source.grab());
    for (const color of [0xff0000, 0x00ff00]) {
      expect(await source.grab()).toEqual({ kind: 'unchanged' });
      await source.nextChange?.(1);
      expect(await source.grab()).toEqual({ kind: 'unchanged' });
      // Far longer than the test may take.
      const change = source.nextChange?.(60_000);
      await client.draw({ x: 3, y: 4, width: 1, height: 1, color });
      await change;
      await source.nextChange?.(60_000);
      expect(colorsOf(frameOf(await source.grab())).colors[4 * 640 + 3]).toBe(color);
    }
  });

  it('tells of the end of its server as of a change', async () => {
    await connect();
    frameOf(await source.grab());
    expect(await source.grab()).toEqual({ kind: 'unchanged' });
    const change = source.nextChange?.(60_000);
    await server.kill();
    await change;
    expect(await source.grab()).toMatchObject({ kind: 'unavailable', reason: 'no_display' });
  });

  it('tells of changes where the server has no damage reports, too', async () => {
    await connect({ without: ['DAMAGE'] });
    frameOf(await source.grab());
    expect(source.nextChange?.(1)).toBe(undefined);
    expect(await source.grab()).toEqual({ kind: 'unchanged' });
    await client.draw({ x: 3, y: 4, width: 1, height: 1, color: 0xabcdef });
    expect(colorsOf(frameOf(await source.grab())).colors[4 * 640 + 3]).toBe(0xabcdef);
  });

  it('survives its server, and comes back with the next one on the same display', async () => {
    await connect({ width: 320, height: 200 });
    frameOf(await source.grab());
    await server.kill();
    expect(await source.grab()).toMatchObject({ kind: 'unavailable', reason: 'no_display' });
    expect(await source.grab()).toMatchObject({ kind: 'unavailable', reason: 'no_display' });
    client.close();
    server = await startXServer({ display: server.display, width: 400, height: 300 });
    client = await connectXClient(server.display);
    await client.draw({ x: 399, y: 299, width: 1, height: 1, color: 0x123456 });
    const frame = frameOf(await source.grab());
    expect([frame.width, frame.height]).toEqual([400, 300]);
    expect(colorsOf(frame)).toEqual(await readByXwd(server.display));
  });

  it('leaves no descriptor behind when servers come and go', async () => {
    await connect();
    let before = 0;
    for (let i = 0; i < 4; i++) {
      frameOf(await source.grab());
      client.close();
      await server.kill();
      expect(await source.grab()).toMatchObject({ kind: 'unavailable' });
      if (i === 1) before = openDescriptors();
      if (i === 3) expect(openDescriptors()).toBeLessThanOrEqual(before);
      server = await startXServer({ display: server.display });
      client = await connectXClient(server.display);
    }
  });

  it('can be one monitor, by number or by name; an unknown one is named', async () => {
    await connect({}, 0);
    expect(frameOf(await source.grab())).toMatchObject({ width: 640, height: 480 });
    await source.close();
    source = make({ display: server.display, monitors: 'screen' });
    expect(frameOf(await source.grab())).toMatchObject({ width: 640, height: 480 });
    await source.close();
    source = make({ display: server.display, monitors: 'HDMI-7' });
    expect(await source.grab()).toEqual({
      kind: 'unavailable',
      reason: 'no_display',
      detail: 'there is no monitor HDMI-7; there are: 0 (screen)',
    });
  });
});

describe.runIf(canRun)('an X server that shares no memory', () => {
  let server: XServer;
  beforeAll(async () => {
    server = await startXServer({ without: ['MIT-SHM'] });
  });
  afterAll(() => server.kill());

  it('is taken over the socket', async () => {
    const options = { display: server.display, monitors: 'all' } as const;
    const client = await connectXClient(server.display);
    await client.draw(...paints);
    const source = withFallback(createX11ShmSource(options), () => createX11SocketSource(options));
    expect(colorsOf(frameOf(await source.grab()))).toEqual(await readByXwd(server.display));
    expect(source.name).toBe('x11-socket');
    await source.close();
    client.close();
  });
});
