import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopProcess } from '../../../bench/processes.js';
import { startXvfb, type XServer } from '../../../bench/xvfb.js';
import { type OpenView, openView } from '../../../packages/cli/src/view/open-view.js';
import { type RoomScene, roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { type LiveAgent, startLiveAgent } from '../live/live-agent.js';
import { bundledPage, hasChromium, openTab, startBrowser, type Tab } from './page.js';

// The page of `didacto view` in a real browser, against the real server and the real agent under Xvfb.

const hasXterm = spawnSync('xterm', ['-version']).status === 0;
if (!hasXterm) console.log('Skipped: didacto view of a real agent; install xterm (apt-get install xterm)');

describe.skipIf(!hasChromium || !hasXterm)('didacto view of a real agent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-view-'));
  const typed = join(folder, 'typed.txt');
  let server: TestServer;
  let screen: XServer;
  let browser: Browser;
  let scene: RoomScene;
  let agent: LiveAgent;
  let terminal: ChildProcess;
  let view: OpenView;
  let tab: Tab;

  /** A terminal that fills the screen in one colour and writes down what is typed into it. */
  const startTerminal = (colour: string): void => {
    const look = ['-bg', colour, '-fg', '#808080', '-cr', colour, '-u8', '-geometry', '200x80+0+0'];
    terminal = spawn('xterm', [...look, '-e', 'sh', '-c', `cat > '${typed}'`], {
      env: { ...process.env, DISPLAY: screen.display, LANG: 'C.UTF-8' },
      stdio: 'ignore',
    });
  };
  /** The colour in the middle of the picture that is shown. */
  const colour = () =>
    tab.page.evaluate(() => {
      const shown = [...document.querySelectorAll<HTMLCanvasElement | HTMLVideoElement>('#tiles, #video')].find(
        (one) => !one.hidden,
      );
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [1, 1];
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (shown) context?.drawImage(shown, 320, 240, 1, 1, 0, 0, 1, 1);
      return [...(context?.getImageData(0, 0, 1, 1).data.subarray(0, 3) ?? [])];
    });
  const shows = (wanted: readonly number[]) =>
    until(`the page shows ${wanted}`, async () =>
      (await colour()).every((value, at) => Math.abs(value - (wanted[at] ?? 0)) <= 12),
    );

  beforeAll(async () => {
    [server, screen, browser] = await Promise.all([
      startTestServer(),
      startXvfb({ width: 640, height: 480 }),
      startBrowser(),
    ]);
    await server.admin.didacto.institution.update({ controlPolicy: 'always' });
    scene = await roomScene(server);
    const { url } = server;
    const { email } = scene.student.member;
    startTerminal('#2040a0');
    agent = await startLiveAgent({ url, email, dir: join(folder, 'agent'), display: screen.display });
    await until('the agent is in its room', async () => (await agent.status())?.live);
    const { lectureId, studentId, instructor } = scene;
    const target = { lectureId, studentId };
    view = await openView({ api: instructor.didacto, target, userAgent: 'didacto/test', files: await bundledPage() });
    tab = await openTab(browser, view.url);
  });
  afterAll(async () => {
    await view?.close();
    await browser?.close();
    await agent?.stop();
    if (terminal) await stopProcess(terminal);
    await Promise.all([server?.stop(), screen?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows what is on the screen, and what it becomes', async () => {
    await shows([0x20, 0x40, 0xa0]);
    await stopProcess(terminal);
    startTerminal('#c06020');
    await shows([0xc0, 0x60, 0x20]);
  });

  it('types what is typed on the page, 한글 included', async () => {
    await tab.page.click('#control');
    await until('control is on', async () => (await tab.text('#control')) === 'End control');
    const box = await tab.page.locator('#tiles').boundingBox();
    // Without a window manager the window under the pointer has the keyboard.
    await tab.page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    await tab.page.keyboard.type('Hello "W0rld" #1 ');
    const ime = await tab.page.context().newCDPSession(tab.page);
    await ime.send('Input.imeSetComposition', { text: '한글', selectionStart: 2, selectionEnd: 2 });
    await ime.send('Input.insertText', { text: '한글' });
    await tab.page.keyboard.press('Enter');
    await until('it is typed', () => readFileSync(typed, 'utf8').includes('\n'));
    expect(readFileSync(typed, 'utf8')).toBe('Hello "W0rld" #1 한글\n');
  });

  it('waits when the agent is killed', async () => {
    agent.process.kill('SIGKILL');
    await until('the page waits', async () => (await tab.text('#cover-title')) === 'Waiting for the student');
    expect(tab.complaints).toEqual([]);
  });
});
