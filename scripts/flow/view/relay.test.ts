import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { hasTurnServer, startTurnServer, type TurnServer } from '../../../packages/server/src/testing/turn-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { candidatesInUse, ownCandidates, watchPeers } from './candidates.js';
import { hasChromium, type Tab } from './page.js';
import { type ViewedAgent, viewAgent } from './viewed-agent.js';

if (!hasTurnServer) console.log('skipped: the page over TURN needs coturn (apt-get install coturn)');

describe.skipIf(!hasChromium || !hasTurnServer)('the page where sides may meet at a TURN server only', () => {
  const secret = 'a secret of both servers';
  let turn: TurnServer;
  let server: TestServer;
  let viewed: ViewedAgent;
  let tab: Tab;
  beforeAll(async () => {
    turn = await startTurnServer(secret, { mayRelayToLoopback: true });
    const env = { ICE_TURN_URLS: `turn:127.0.0.1:${turn.port}`, ICE_TURN_SECRET: secret, ICE_RELAY_ONLY: 'on' };
    server = await startTestServer({ env });
    viewed = await viewAgent(server.url, await roomScene(server));
    ({ tab } = await viewed.open({ prepare: watchPeers }));
  });
  afterAll(async () => {
    await viewed?.close();
    await server?.stop();
    await turn?.stop();
  });

  it.each([
    ['tiles', '#tiles'],
    ['track', '#video'],
  ])('shows the number on the screen by %s, over relayed candidates', async (transport, element) => {
    await until('the way is direct', async () => (await tab.text('#way')) === 'direct');
    await tab.page.selectOption('#transport', transport);
    await until('the picture comes so', () => tab.page.locator(element).isVisible());
    for (const number of [40_123, 1_984]) await viewed.shows(tab, number);
    expect(await candidatesInUse(tab.page)).toEqual({ local: 'relay', remote: 'relay' });
    expect(viewed.complaints()).toEqual([]);
  });

  it('tells no address while the page is not told of the TURN server, and shows the number by the server', async () => {
    const prepare = async (context: BrowserContext) => {
      await watchPeers(context);
      await context.route('**/ice-servers', (request) => request.abort());
    };
    const { tab: untold } = await viewed.open({ prepare });
    await viewed.shows(untold, 43_690);
    await until('candidates are gathered', async () => (await ownCandidates(untold.page)).isComplete);
    expect((await ownCandidates(untold.page)).count).toBe(0);
    await until('the way is by the server', async () => (await untold.text('#way')) === 'by the server');
  });
});
