import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type OpenView, openView } from '../../../packages/cli/src/view/open-view.js';
import type { PageFiles } from '../../../packages/cli/src/view/page-files.js';
import { type RoomScene, roomScene } from '../../../packages/server/src/testing/test-rooms.js';
import { startTestServer, type TestServer } from '../../../packages/server/src/testing/test-server.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { type NumberedStudent, startNumberedStudent } from './numbered-student.js';
import { bundledPage, openTab, startBrowser, type Tab } from './page.js';

const rtc: typeof import('@roamhq/wrtc') = createRequire(
  new URL('../../../packages/sdk/package.json', import.meta.url),
)('@roamhq/wrtc');

/** A browser and the real server for a block of tests; a lesson and a student's side, which is the SDK's, for each. */
export interface PageScene {
  readonly server: TestServer;
  readonly browser: Browser;
  readonly scene: RoomScene;
  readonly student: NumberedStudent;
  /** Of the page that was opened last. */
  readonly view: OpenView;
  open(options?: BrowserContextOptions): Promise<Tab>;
  shows(tab: Tab, number: number): Promise<unknown>;
  /** Another session of the student in place of the one there. */
  studentAgain(way: 'by the server' | 'direct'): Promise<void>;
}

export function usePageScene(): PageScene {
  let [server, browser, files]: [TestServer?, Browser?, PageFiles?] = [];
  let [scene, student, view]: [RoomScene?, NumberedStudent?, OpenView?] = [];
  const tabs: Tab[] = [];

  beforeAll(async () => {
    [server, browser, files] = await Promise.all([startTestServer(), startBrowser(), bundledPage()]);
    await server.admin.didacto.institution.update({ controlPolicy: 'always' });
  });
  beforeEach(async () => {
    scene = await roomScene(there(server));
    student = await startNumberedStudent(there(server).url, scene);
  });
  afterEach(async () => {
    expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
    await Promise.all(tabs.splice(0).map((tab) => tab.close()));
    await view?.close();
    await student?.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  return {
    get server() {
      return there(server);
    },
    get browser() {
      return there(browser);
    },
    get scene() {
      return there(scene);
    },
    get student() {
      return there(student);
    },
    get view() {
      return there(view);
    },
    open: async (options) => {
      const { lectureId, studentId, instructor } = there(scene);
      const target = { lectureId, studentId };
      const api = instructor.didacto;
      // Long enough for a page that is loaded again on a busy machine.
      view = await openView({ api, target, userAgent: 'didacto/test', files: there(files), reloadMs: 3_000 });
      const tab = await openTab(there(browser), view.url, options);
      tabs.push(tab);
      return tab;
    },
    shows: (tab, number) => until(`the page shows ${number}`, async () => (await tab.number()) === number),
    studentAgain: async (way) => {
      await student?.close();
      student = await startNumberedStudent(there(server).url, there(scene), { rtc: way === 'direct' ? rtc : null });
    },
  };
}

/** What a hook has made. */
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The page’s scene is there within a test only');
  return value;
}
