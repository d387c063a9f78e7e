import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContextOptions } from 'playwright-core';
import { openView } from '../../packages/cli/src/view/open-view.js';
import { roomScene } from '../../packages/server/src/testing/test-rooms.js';
import { startTestServer } from '../../packages/server/src/testing/test-server.js';
import { startLiveAgent } from '../../scripts/flow/live/live-agent.js';
import { bundledPage, openTab, startBrowser, type Tab } from '../../scripts/flow/view/page.js';
import { firstLine, spawnScript, startedPid, stopProcess } from '../processes.js';
import { type Size, startXvfb } from '../xvfb.js';

export const TRANSPORTS = ['tiles', 'track'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** An X screen of text that scrolls 60 times a second, with the time of each picture in its upper left corner. */
export async function startMovingScreen(size: Size): Promise<{ display: string; stop(): Promise<void> }> {
  const x = await startXvfb(size);
  const args = ['--display', x.display, '--size', `${size.width}x${size.height}`];
  const moving = spawnScript(new URL('./moving-main.ts', import.meta.url), args);
  const stop = async () => {
    await stopProcess(moving);
    await x.stop();
  };
  try {
    await firstLine(moving, moving.stdout);
    return { display: x.display, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The real server, the real agent in its room, and a real browser. */
export interface LiveScene {
  /** The agent's. */
  readonly pid: number;
  /** Opens the page of `didacto view`, as large as the screen, until it shows a picture. */
  openPage(transport: Transport, size: Size, options?: PageOptions): Promise<OpenPage>;
  stop(): Promise<void>;
}

export interface OpenPage {
  readonly tab: Tab;
  close(): Promise<void>;
}

export interface PageOptions extends BrowserContextOptions {
  /** What runs in the page before its own program. */
  readonly before?: () => void;
}

export async function startLiveScene(display: string): Promise<LiveScene> {
  const dir = mkdtempSync(join(tmpdir(), 'didacto-bench-live-'));
  const [server, browser, files] = await Promise.all([startTestServer(), startBrowser(), bundledPage()]);
  await server.admin.didacto.institution.update({ controlPolicy: 'always' });
  const { lectureId, studentId, instructor, student } = await roomScene(server);
  const agent = await startLiveAgent({ url: server.url, email: student.member.email, dir, display });
  while (!(await agent.status())?.live) await pause(200);
  const target = { lectureId, studentId };
  return {
    pid: await startedPid(agent.process),
    async openPage(transport, size, { before, ...options } = {}) {
      const api = instructor.didacto;
      const view = await openView({ api, target, userAgent: 'didacto/bench', files, reloadMs: 500 });
      const tab = await openTab(browser, view.url, { viewport: size, screen: size, ...options }, async (context) => {
        if (before !== undefined) await context.addInitScript(before);
      });
      await tab.page.selectOption('#transport', transport);
      await tab.page.locator(transport === 'tiles' ? '#tiles' : '#video').waitFor({ state: 'visible' });
      return {
        tab,
        async close() {
          await tab.close();
          await view.close();
        },
      };
    },
    async stop() {
      await agent.stop();
      await browser.close();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
