import { parseArgs } from 'node:util';
import { parseSize } from '../xvfb.js';
import { type Change, CONTENTS, Page } from './page.js';
import { XWindow } from './xlib.js';

const USAGE = `Usage: tsx bench/content/main.ts --display :N --size 1280x720 --content ${CONTENTS.join('|')} [--clock]

Fills an X screen with what a student may have on it. Prints "ready" when it is drawn, ends on SIGTERM.`;

const LINES_PER_SECOND = 5;
const FRAMES_PER_SECOND = 15;

function start(): void {
  const { values } = parseArgs({
    options: {
      display: { type: 'string', default: process.env.DISPLAY ?? ':0' },
      size: { type: 'string', default: '1280x720' },
      content: { type: 'string', default: 'coding' },
      clock: { type: 'boolean', default: false },
    },
  });
  const content = CONTENTS.find((name) => name === values.content);
  if (!content) throw new Error(`there is no content "${values.content}"`);

  const page = new Page(parseSize(values.size), content);
  const window = new XWindow(values.display, page.canvas);
  const show = ({ scrolled, drawn }: Change) => {
    if (scrolled) window.scrollUp(scrolled.area, scrolled.by);
    for (const area of drawn) window.put(area);
    window.flush();
  };
  const every = (perSecond: number, next: () => Change) => setInterval(() => show(next()), 1000 / perSecond);

  if (values.clock) every(1, () => page.showTime(new Date()));
  if (content !== 'idle') every(LINES_PER_SECOND, () => page.scrollCode());
  if (content === 'video') every(FRAMES_PER_SECOND, () => page.nextFrame());
  every(1, () => ({ drawn: [] })); // keeps the process alive, and the page whole under passing windows
  window.flush();
  process.on('SIGTERM', () => process.exit(0));
  console.log('ready');
}

try {
  start();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 2;
}
