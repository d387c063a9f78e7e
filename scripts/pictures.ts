// Makes the README's pictures with the program itself: the demo runs in a terminal of tmux, and Chromium draws what that
// terminal shows. Needs tmux, Chromium and a font with Hangul (Debian: tmux chromium fonts-noto-cjk fonts-dejavu-core).
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { terminalPage } from './pictures/terminal-page.js';

const size = { columns: 130, rows: 40 };
const session = `didacto-pictures-${process.pid}`;
const folder = 'docs/pictures';

const tmux = (...args: string[]): string => execFileSync('tmux', ['-L', session, ...args], { encoding: 'utf8' });
const screen = (): string => tmux('capture-pane', '-e', '-N', '-p', '-t', session);

async function shows(text: RegExp): Promise<void> {
  for (let tries = 0; !text.test(screen()); tries++) {
    if (tries > 600) throw new Error(`The terminal never showed ${text}:\n${screen()}`);
    await pause(200);
  }
}

async function photograph(name: string): Promise<void> {
  // capture-pane ends lines with LF alone.
  const page = await terminalPage(screen().replaceAll('\n', '\r\n'), size);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const tab = await browser.newPage({ viewport: { width: size.columns * 8, height: size.rows * 17 } });
    await tab.setContent(page);
    writeFileSync(`${folder}/${name}.png`, await tab.screenshot());
  } finally {
    await browser.close();
  }
  console.error(`${folder}/${name}.png`);
}

mkdirSync(folder, { recursive: true });
tmux(
  '-f',
  '/dev/null',
  'new-session',
  '-d',
  '-s',
  session,
  '-x',
  String(size.columns),
  '-y',
  String(size.rows),
  'env COLORTERM=truecolor DIDACTO_LANG=ko npx tsx scripts/demo.ts',
);
try {
  await shows(/▀/);
  await photograph('wall');
  tmux('send-keys', '-t', session, 'Enter');
  await pause(1500);
  await photograph('student');
  tmux('send-keys', '-t', session, 'Escape');
  tmux('send-keys', '-t', session, '?');
  await pause(500);
  await photograph('help');
  tmux('send-keys', '-t', session, 'q');
  tmux('send-keys', '-t', session, 'q');
} finally {
  tmux('kill-server');
}
