import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observeX } from '../../../packages/agent/src/input/testing/x-observer.js';
import { roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { hasChromium, holdMouseAndShift, takeControl } from './page.js';
import { type ViewedAgent, viewAgent } from './viewed-agent.js';

// The same instructor opens the student once more while they hold the mouse and a modifier down on the first page.

/** A browser that has no WebRTC: everything goes by the server. */
const withoutRtc = (context: BrowserContext) =>
  context.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));

const ways = [
  ['direct', undefined],
  ['by the server', withoutRtc],
] as const;

describe.skipIf(!hasChromium)('a room that is taken over in mid-drag', () => {
  let server: TestServer;
  let viewed: ViewedAgent;
  beforeAll(async () => {
    server = await startTestServer();
    await server.admin.didacto.institution.update({ controlPolicy: 'always' });
    viewed = await viewAgent(server.url, await roomScene(server));
  });
  afterAll(async () => {
    await viewed?.close();
    await server?.stop();
  });

  it.each(ways)('leaves nothing down, and the first page can do nothing more (%s)', async (way, prepare) => {
    const { observer, open, shows } = viewed;
    const first = (await open(prepare && { prepare })).tab;
    await shows(first, 1);
    await until('the way is known', async () => (await first.text('#way')) === way);
    await takeControl(first);
    await holdMouseAndShift(first, observer);

    const second = (await open()).tab;
    await until('nothing is down', async () => (await observer.pointer()).mask === 0);
    expect(await observer.keysDown()).toEqual([]);
    await until('the first page has ended', async () => (await first.text('#state')) === 'Ended');
    expect(await first.text('#cover-text')).toBe(
      'This screen was opened elsewhere, by you or somebody else of the staff.',
    );

    await shows(second, 2);
    await takeControl(second);
    // One of its own, for its window covers the screen.
    const onlooker = await observeX(viewed.display);
    const seen = await onlooker.watch();
    await first.page.mouse.move(20, 300);
    await first.page.mouse.up();
    await first.page.mouse.down();
    await first.page.keyboard.up('Shift');
    await first.page.keyboard.type('x');
    await second.page.mouse.click(...(await second.place(0.5, 0.5)));
    await until('the second page has clicked', () => seen.some(({ name }) => name === 'ButtonRelease'));
    onlooker.close();
    // The pointer has moved once, to where it is clicked; nothing else has happened.
    const told = new Set(seen.map(({ name, x, y }) => `${name} ${x} ${y}`));
    expect([...told].sort()).toEqual(['ButtonPress 320 180', 'ButtonRelease 320 180', 'MotionNotify 320 180']);
    expect(viewed.complaints()).toEqual([]);
  });
});
