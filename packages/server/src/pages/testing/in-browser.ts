import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startBrowser, type Visit, visit } from './browser.js';

interface Site {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a site and a browser for the tests of a block; pages are closed after each test. */
export function inBrowser<S extends Site>(start: () => Promise<S>) {
  let started: { readonly site: S; readonly browser: Browser } | undefined;
  const visits: Visit[] = [];
  const running = () => {
    if (!started) throw new Error('The site runs within tests only');
    return started;
  };
  beforeAll(async () => {
    const [site, browser] = await Promise.all([start(), startBrowser()]);
    started = { site, browser };
  });
  afterEach(async () => {
    await Promise.all(visits.splice(0).map((one) => one.close()));
  });
  afterAll(async () => {
    await started?.browser.close();
    await started?.site.stop();
  });
  return {
    site: () => running().site,
    /** Opens an address, or a path of the site. */
    open: async (address: string, options?: BrowserContextOptions): Promise<Visit> => {
      const { site, browser } = running();
      const opened = await visit(browser, new URL(address, site.url).href, options);
      visits.push(opened);
      return opened;
    },
    /** What the browser said against the pages of this test. */
    complaints: () => visits.flatMap((one) => one.complaints),
  };
}
