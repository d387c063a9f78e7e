import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { firstLine, stopProcess } from '../../bench/processes.js';

interface Program {
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
}

const executablePath = '/usr/bin/chromium';

/** The two examples of the live room together: an agent of one's own, seen in a page of one's own. */
export async function runLiveExamples({ agent, view }: { agent: Program; view: Program }): Promise<void> {
  if (!existsSync(executablePath)) return console.error('Skipped: live-view, custom-live-agent; install Chromium');
  console.error('== custom-live-agent, live-view');
  const [student, pages] = [start('custom-live-agent', agent), start('live-view', view)];
  try {
    await firstLine(student, student.stdout);
    await seeItMove(await firstLine(pages, pages.stdout));
    // Nobody watches any more, so it ends by itself.
    if (student.exitCode === null) await once(student, 'exit');
    if (student.exitCode !== 0) throw new Error('The example custom-live-agent failed');
  } finally {
    await Promise.all([student, pages].map(stopProcess));
  }
}

const start = (name: string, { env, args }: Program): ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> } =>
  spawn(process.execPath, ['--import', 'tsx', `examples/${name}/main.ts`, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** The bar of the picture is seen in more than one place. */
async function seeItMove(url: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(url);
    const seen = new Set<number>();
    const end = Date.now() + 60_000;
    while (seen.size < 3) {
      if (Date.now() > end) throw new Error(`The example live-view showed ${seen.size} places of the bar`);
      const at = await barOf(page);
      if (at >= 0) seen.add(at);
    }
    await page.waitForFunction(() => document.querySelector('output')?.textContent);
    console.log(`Seen: ${[...seen].join(', ')}; ${await page.textContent('output')}`);
  } finally {
    await browser.close();
  }
}

/** The column where it begins; -1: it is not drawn. */
const barOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    const row = canvas?.width ? canvas.getContext('2d')?.getImageData(0, 90, canvas.width, 1).data : undefined;
    return row ? row.findIndex((value, n) => n % 4 === 0 && value > 200) / 4 : -1;
  });
