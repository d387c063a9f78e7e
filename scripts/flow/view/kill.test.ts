import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlTimeoutMs } from '../../../packages/agent/src/input/control-session.js';
import { type ServerProcess, startServerProcess } from '../../../packages/server/src/testing/server-process.js';
import { type RoomScene, roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { promised, until } from '../../../packages/server/src/testing/until.js';
import { hasChromium, holdMouseAndShift, openTab, startMortalBrowser, type Tab, takeControl } from './page.js';
import { startViewCommand } from './view-command.js';
import { type ViewedAgent, viewAgent } from './viewed-agent.js';

// Each side of a room is killed while the page holds the mouse and a modifier down.

describe.skipIf(!hasChromium)('killed in mid-drag', () => {
  let school: TestServer;
  let scene: RoomScene;
  let server: ServerProcess;
  let viewed: ViewedAgent;
  let tab: Tab;
  beforeAll(async () => {
    school = await startTestServer();
    await school.admin.didacto.institution.update({ controlPolicy: 'always' });
    scene = await roomScene(school);
    await school.server.stop();
    server = await startServerProcess(school.dataDir);
    viewed = await viewAgent(server.url, scene);
  });
  afterAll(async () => {
    await viewed?.close();
    await server?.stop();
    await school?.stop();
  });

  let number = 0;
  const showsPicture = (page: Tab) => viewed.shows(page, ++number);
  const drag = async (page: Tab) => {
    tab = page;
    await showsPicture(tab);
    await takeControl(tab);
    await holdMouseAndShift(tab, viewed.observer);
  };
  const isLetGo = async () =>
    promised(
      'all is let go',
      await until('nothing is down', async () => (await viewed.observer.pointer()).mask === 0),
      controlTimeoutMs,
    );
  const says = (title: string) =>
    until(`the page says ${title}`, async () => (await tab.text('#cover-title')) === title);

  it('the browser leaves nothing down', async () => {
    const { browser, kill } = await startMortalBrowser();
    await drag((await viewed.open({ browser })).tab);
    await kill();
    await isLetGo();
  });

  it('a browser that only hangs leaves nothing down, and its page comes back when it goes on', async () => {
    const { browser, hang, goOn, kill } = await startMortalBrowser();
    await drag((await viewed.open({ browser })).tab);
    hang();
    await isLetGo();
    goOn();
    await until('the page is back', async () => (await tab.text('#state')) === 'Connected');
    await showsPicture(tab);
    expect((await viewed.observer.pointer()).mask).toBe(0);
    await kill();
  });

  it('the command leaves nothing down, and its page says that it has ended', async () => {
    const command = await startViewCommand(server.url, scene);
    await drag(await openTab(viewed.browser, command.url));
    command.kill();
    await isLetGo();
    await says('The didacto command has ended');
    await tab.close();
  });

  it('the server leaves nothing down; the page says that it waits for it, and goes on when it is back', async () => {
    await drag((await viewed.open()).tab);
    await server.kill();
    await isLetGo();
    await says('Reconnecting…');
    expect(await tab.text('#state')).toBe('Reconnecting…');
    server = await startServerProcess(school.dataDir, Number(new URL(server.url).port));
    promised(
      'the page is back',
      await until('the page is back', async () => (await tab.text('#state')) === 'Connected'),
      10_000,
    );
    // The hand has let go as well by now: what is held is held anew.
    await tab.page.mouse.up();
    await tab.page.keyboard.up('Shift');
    await drag(tab);
    await tab.close();
    await isLetGo();
  });

  it('an agent that only hung, as on a computer that slept, lets go when it goes on, and is shown again', async () => {
    await drag((await viewed.open()).tab);
    viewed.agent.process.kill('SIGSTOP');
    await says('Waiting for the student');
    viewed.agent.process.kill('SIGCONT');
    await isLetGo();
    await showsPicture(tab);
    await tab.close();
  });

  it('the agent is waited for; the next one lets go of what it held, and is shown', async () => {
    await drag((await viewed.open()).tab);
    viewed.agent.process.kill('SIGKILL');
    await says('Waiting for the student');
    await viewed.startAgent();
    await showsPicture(tab);
    await isLetGo();
    expect(viewed.complaints()).toEqual([]);
  });
});
