import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { XObserver } from '../../../packages/agent/src/input/testing/x-observer.js';
import { bundlePage } from '../../../packages/cli/bundle-page.js';
import { type PageFiles, readPageFiles } from '../../../packages/cli/src/view/page-files.js';
import { until } from '../../../packages/server/src/testing/until.js';
import { bits, size } from './numbered-picture.js';

const executablePath = '/usr/bin/chromium';
export const hasChromium = existsSync(executablePath);
if (!hasChromium) console.log('Skipped: didacto view in a browser; install Chromium (apt-get install chromium)');

/** Candidates are this machine's own addresses, camera and microphone are made up. */
const launch = (flags: readonly string[] = []) => ({
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
    ...flags,
  ],
});

export const startBrowser = (flags?: readonly string[]): Promise<Browser> => chromium.launch(launch(flags));

/** One that can be killed, as by a crash, or stopped where it is, as on a computer that hangs. */
export interface MortalBrowser {
  readonly browser: Browser;
  kill(): Promise<void>;
  hang(): void;
  goOn(): void;
}

export async function startMortalBrowser(): Promise<MortalBrowser> {
  const server = await chromium.launchServer(launch());
  const { pid } = server.process();
  /** All of its processes. */
  const signal = (name: NodeJS.Signals) => void (pid !== undefined && process.kill(-pid, name));
  return {
    browser: await chromium.connect(server.wsEndpoint()),
    kill: () => server.kill(),
    hang: () => signal('SIGSTOP'),
    goOn: () => signal('SIGCONT'),
  };
}

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
  /** The number in the picture that is shown, `top` below its upper edge; undefined where there is none. */
  number(top?: number): Promise<number | undefined>;
  /** Where in the window a place of the picture is, 0 to 1. */
  place(x: number, y: number): Promise<[x: number, y: number]>;
  text(selector: string): Promise<string>;
  close(): Promise<void>;
}

/** @param prepare what is to be there before the page is */
export async function openTab(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare: (context: BrowserContext) => Promise<unknown> = async () => undefined,
): Promise<Tab> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  context.setDefaultTimeout(0);
  // What tsx wraps around named functions is not in the page.
  await context.addInitScript('globalThis.__name ??= (value) => value');
  await prepare(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // What the server refuses, and connections that end, are no faults of the page.
    if (!/^(Failed to load resource|WebSocket (connection|is already))/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin)
      complaints.push(`a request to ${request.url()}`);
  });
  await page.goto(url);
  return {
    ...{ page, complaints },
    number: (top = 0) => page.evaluate(readNumber, { ...bits, ...size, top }),
    place: async (x, y) => {
      const box = await page.locator('#tiles:visible, #video:visible').boundingBox();
      if (!box) throw new Error('no picture');
      const scale = Math.min(box.width / size.width, box.height / size.height);
      return [
        box.x + box.width / 2 + (x - 0.5) * size.width * scale,
        box.y + box.height / 2 + (y - 0.5) * size.height * scale,
      ];
    },
    text: async (selector) => (await page.locator(selector).textContent()) ?? '',
    close: () => context.close(),
  };
}

export async function takeControl(tab: Tab): Promise<void> {
  await tab.page.click('#control');
  await until('control is on', async () => (await tab.text('#control')) === 'End control');
}

/** Of what XQueryPointer says is down. */
export const masks = { shift: 0x1, left: 0x100 };

/** Holds the left button and Shift on the picture, until the student's screen knows it. */
export async function holdMouseAndShift({ page, place }: Tab, observer: Pick<XObserver, 'pointer'>): Promise<void> {
  await page.mouse.move(...(await place(0.25, 0.5)));
  await page.mouse.down();
  await page.keyboard.down('Shift');
  await page.mouse.move(...(await place(0.5, 0.75)));
  await until('both are down', async () => (await observer.pointer()).mask === (masks.shift | masks.left));
}

/** Runs in the page. */
function readNumber({ count, side, width, height, top }: typeof bits & typeof size & { top: number }) {
  const shown = [...document.querySelectorAll<HTMLCanvasElement | HTMLVideoElement>('#tiles, #video')].find(
    (one) => !one.hidden,
  );
  const cover = document.querySelector<HTMLElement>('#cover');
  if (!shown || !cover?.hidden) return undefined;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [count * side, side];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  // A track may come smaller than it was.
  context?.drawImage(shown, 0, -top, width, height);
  const lit = (bit: number) => (context?.getImageData(bit * side + side / 2, side / 2, 1, 1).data[1] ?? 0) > 128;
  return Array.from({ length: count }, (_, bit) => (lit(bit) ? 1 << bit : 0)).reduce((sum, bit) => sum + bit, 0);
}
