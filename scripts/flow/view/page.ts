import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { bundlePage } from '../../../packages/cli/bundle-page.js';
import { type PageFiles, readPageFiles } from '../../../packages/cli/src/view/page-files.js';
import { bits, size } from './numbered-picture.js';

const executablePath = '/usr/bin/chromium';
export const hasChromium = existsSync(executablePath);
if (!hasChromium) console.log('Skipped: didacto view in a browser; install Chromium (apt-get install chromium)');

/** Candidates are this machine's own addresses, camera and microphone are made up. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });

/** The page, from its sources. */
export async function bundledPage(): Promise<PageFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-page-'));
  try {
    await bundlePage(folder, ['@didacto/source']);
    return await readPageFiles(pathToFileURL(`${folder}/`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A page with a browser profile of its own, and what the browser says against it. */
export interface Tab {
  readonly page: Page;
  readonly complaints: readonly string[];
  /** The number in the picture that is shown; undefined where there is none. */
  number(): Promise<number | undefined>;
  text(selector: string): Promise<string>;
  close(): Promise<void>;
}

/** @param before runs in the page before its own program */
export async function openTab(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  before?: () => void,
): Promise<Tab> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  if (before !== undefined) await context.addInitScript(before);
  context.setDefaultTimeout(0);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // What the server refuses, and connections that end, are no faults of the page.
    if (!/^(Failed to load resource|WebSocket connection)/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin)
      complaints.push(`a request to ${request.url()}`);
  });
  await page.goto(url);
  return {
    ...{ page, complaints },
    number: () => page.evaluate(readNumber, { ...bits, ...size }),
    text: async (selector) => (await page.locator(selector).textContent()) ?? '',
    close: () => context.close(),
  };
}

/** Runs in the page. */
function readNumber({ count, side, width, height }: typeof bits & typeof size): number | undefined {
  const shown = [...document.querySelectorAll<HTMLCanvasElement | HTMLVideoElement>('#tiles, #video')].find(
    (one) => !one.hidden,
  );
  const cover = document.querySelector<HTMLElement>('#cover');
  if (!shown || !cover?.hidden) return undefined;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [count * side, side];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  // A track may come smaller than it was.
  context?.drawImage(shown, 0, 0, width, height);
  const lit = (bit: number) => (context?.getImageData(bit * side + side / 2, side / 2, 1, 1).data[1] ?? 0) > 128;
  return Array.from({ length: count }, (_, bit) => (lit(bit) ? 1 << bit : 0)).reduce((sum, bit) => sum + bit, 0);
}
