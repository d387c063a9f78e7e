import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { hasChromium, type Tab } from './page.js';
import { type ViewedAgent, viewAgent } from './viewed-agent.js';

// The number drawn on a real X screen, read back from the picture that the page shows.

describe.skipIf(!hasChromium)('the picture of a real agent', () => {
  let server: TestServer;
  let viewed: ViewedAgent;
  let tab: Tab;
  beforeAll(async () => {
    server = await startTestServer();
    viewed = await viewAgent(server.url, await roomScene(server));
    ({ tab } = await viewed.open());
  });
  afterAll(async () => {
    await viewed?.close();
    await server?.stop();
  });

  const showsBy = (element: '#tiles' | '#video') =>
    until(`the picture comes to ${element}`, () => tab.page.locator(element).isVisible());

  it('carries the number on the screen by tiles', async () => {
    await tab.page.selectOption('#transport', 'tiles');
    await viewed.shows(tab, 40_123);
    await viewed.shows(tab, 21_845);
    await showsBy('#tiles');
  });

  it('carries it by a video track, and by tiles again, over the same connection', async () => {
    await until('the way is direct', async () => (await tab.text('#way')) === 'direct');
    await tab.page.selectOption('#transport', 'track');
    await showsBy('#video');
    for (const number of [43_690, 1_984, 65_535, 0]) await viewed.shows(tab, number);
    expect(await tab.page.locator('#tiles').isVisible()).toBe(false);
    expect((await viewed.agent.status())?.live?.transport).toBe('track');
    await tab.page.selectOption('#transport', 'tiles');
    await showsBy('#tiles');
    await viewed.shows(tab, 52_001);
    expect(await tab.text('#way')).toBe('direct');
    expect(viewed.complaints()).toEqual([]);
  });
});
