import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDidacto } from '@didacto/sdk';
import type { Browser, BrowserContext } from 'playwright-core';
import { startXvfb } from '../../../bench/xvfb.js';
import { connectXClient } from '../../../packages/agent/src/capture/testing/x-client.js';
import { observeX, type XObserver } from '../../../packages/agent/src/input/testing/x-observer.js';
import { type OpenView, openView } from '../../../packages/cli/src/view/open-view.js';
import type { RoomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { type LiveAgent, startLiveAgent } from '../live/live-agent.js';
import { numberedPaints, size, topOnScreen } from './numbered-picture.js';
import { bundledPage, openTab, startBrowser, type Tab } from './page.js';

/** A student's real agent on an X screen, and a browser that shows it by the page of `didacto view`. */
export interface ViewedAgent {
  readonly browser: Browser;
  readonly display: string;
  /** What the X server knows of mouse and keyboard. */
  readonly observer: XObserver;
  /** The one that runs now. */
  readonly agent: LiveAgent;
  /** Starts another, until it is in its room. */
  startAgent(): Promise<void>;
  /** Draws a number on the screen, and waits until a page shows it. */
  shows(tab: Tab, number: number): Promise<void>;
  /** Opens a page of a command of its own. */
  open(options?: OpenOptions): Promise<{ readonly tab: Tab; readonly view: OpenView }>;
  /** What the browser has said against its pages. */
  complaints(): string[];
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Default: its own. */
  readonly browser?: Browser;
  /** What is to be there before the page is. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

/**
 * @param url of the server that the scene is on now
 * @param caFile certificates that the agent trusts besides the usual ones
 */
export async function viewAgent(url: string, scene: RoomScene, caFile?: string): Promise<ViewedAgent> {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-viewed-'));
  const [screen, browser, files] = await Promise.all([startXvfb(size), startBrowser(), bundledPage()]);
  const { display } = screen;
  const [observer, pen] = await Promise.all([observeX(display), connectXClient(display)]);
  const { lectureId, studentId, instructor, student } = scene;
  const api = createDidacto({ baseUrl: url, auth: instructor.accessToken });
  const agents: LiveAgent[] = [];
  const opened: { tab: Tab; view: OpenView }[] = [];
  const startAgent = async () => {
    const dir = join(folder, `agent-${agents.length}`);
    const agent = await startLiveAgent({ url, email: student.member.email, dir, display, caFile });
    agents.push(agent);
    await until('the agent is in its room', async () => (await agent.status())?.live);
  };
  await startAgent();
  return {
    ...{ browser, display, observer, startAgent },
    get agent() {
      const agent = agents.at(-1);
      if (!agent) throw new Error('no agent');
      return agent;
    },
    shows: async (tab, number) => {
      await pen.draw(...numberedPaints(number));
      await until(`the page shows ${number}`, async () => (await tab.number(topOnScreen)) === number);
    },
    open: async ({ browser: its = browser, prepare } = {}) => {
      const target = { lectureId, studentId };
      const view = await openView({ api, target, userAgent: 'didacto/test', files, reloadMs: 500 });
      const one = { view, tab: await openTab(its, view.url, {}, prepare) };
      opened.push(one);
      return one;
    },
    complaints: () => opened.flatMap(({ tab }) => tab.complaints),
    close: async () => {
      await Promise.all(opened.map(({ view }) => view.close()));
      await browser.close();
      await Promise.all(agents.map((agent) => agent.stop()));
      observer.close();
      pen.close();
      await screen.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
