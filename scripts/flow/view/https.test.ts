import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../packages/server/src/testing/self-signed.js';
import { type ServerProcess, startServerProcess } from '../../../packages/server/src/testing/server-process.js';
import { type RoomScene, roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { hasChromium, openTab } from './page.js';
import { startViewCommand, type ViewCommand } from './view-command.js';
import { type ViewedAgent, viewAgent } from './viewed-agent.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.log('skipped: the page over https needs openssl (apt-get install openssl)');

describe.skipIf(!hasChromium || !hasOpenssl)('didacto view over https, with a certificate of the school’s own', () => {
  let school: TestServer;
  let scene: RoomScene;
  let server: ServerProcess;
  let caFile: string;
  let viewed: ViewedAgent;
  let command: ViewCommand;
  beforeAll(async () => {
    school = await startTestServer();
    scene = await roomScene(school);
    await school.server.stop();
    const { cert, key } = selfSigned(school.dataDir, 'school');
    caFile = cert;
    server = await startServerProcess(school.dataDir, 0, { TLS_CERT_FILE: cert, TLS_KEY_FILE: key });
    viewed = await viewAgent(server.url, scene, caFile);
  });
  afterAll(async () => {
    await command?.stop();
    await viewed?.close();
    await server?.stop();
    await school?.stop();
  });

  it('shows the number on the screen where the certificate is trusted', async () => {
    expect(server.url).toMatch(/^https:/);
    command = await startViewCommand(server.url, scene, '--ca-file', caFile);
    const tab = await openTab(viewed.browser, command.url);
    for (const number of [40_123, 1_984]) await viewed.shows(tab, number);
    await until('the way is direct', async () => (await tab.text('#way')) === 'direct');
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });

  it('does not begin where it is not', async () => {
    await expect(startViewCommand(server.url, scene)).rejects.toThrow('didacto view ended');
  });
});
