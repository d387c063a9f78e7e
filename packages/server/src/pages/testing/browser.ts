import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
export const hasChromium = existsSync(executablePath);
if (!hasChromium) console.log('Skipped: the pages in a browser; install Chromium (apt-get install chromium)');

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });

/** A page as somebody in front of it has it: what they see, and what the browser says against it. */
export interface Visit {
  readonly tab: Page;
  /** Blocked content, errors of scripts, dialogs, requests that went elsewhere. */
  readonly complaints: readonly string[];
  /** Every address that was asked for. */
  readonly asked: readonly string[];
  /** The input with that label, of those that are shown. */
  field(label: string): Locator;
  /** What is said under an input. */
  faultOf(label: string): Promise<string | null>;
  press(name: string): Promise<void>;
  /** Waits for the step with that heading. */
  sees(heading: string): Promise<void>;
  alert(): Promise<string>;
  /** Cookies, and entries of local and session storage. */
  kept(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens a page with a browser of its own: nothing is left of an earlier visit. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  // The test runner has the limit.
  context.setDefaultTimeout(0);
  const tab = await context.newPage();
  const { complaints, asked } = watch(tab, new URL(url).origin);
  const field = (label: string) => tab.getByLabel(label, { exact: true }).locator('visible=true');
  await tab.goto(url);
  return {
    tab,
    complaints,
    asked,
    field,
    faultOf: async (label) => tab.locator(`[id="${await field(label).getAttribute('id')}-fault"]`).textContent(),
    press: (name) => tab.getByRole('button', { name, exact: true }).click(),
    sees: (name) => tab.getByRole('heading', { name, exact: true }).waitFor(),
    alert: async () => {
      const alert = tab.locator('#alert:not(:empty)');
      await alert.waitFor();
      return alert.innerText();
    },
    kept: async () => [
      ...(await context.cookies()).map(({ name }) => `cookie ${name}`),
      ...(await tab.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])),
    ],
    close: () => context.close(),
  };
}

function watch(tab: Page, origin: string) {
  const complaints: string[] = [];
  const asked: string[] = [];
  tab.on('console', (message) => {
    // A refusal of the API is no fault of the page.
    if (!/^Failed to load resource: (the server responded|net::)/.test(message.text())) complaints.push(message.text());
  });
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  tab.on('request', (request) => {
    asked.push(request.url());
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      complaints.push(`a request to ${request.url()}`);
  });
  return { complaints, asked };
}
