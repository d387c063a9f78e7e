import { parseArgs } from 'node:util';
import { Page } from '../content/page.js';
import { XWindow } from '../content/xlib.js';
import { parseSize } from '../xvfb.js';
import { timeCode, timeCodeMs } from './time-code.js';

// Fills an X screen with text that scrolls 60 times a second, and the time of each picture. Prints "ready", ends on SIGTERM.

const { values } = parseArgs({
  options: { display: { type: 'string' }, size: { type: 'string', default: '1280x720' } },
});
const page = new Page(parseSize(values.size), 'coding');
const window = new XWindow(values.display ?? ':0', page.canvas);
const { bits, side } = timeCode;
const strip = { x: 0, y: 0, width: bits * side, height: side };

function next(): void {
  const { scrolled, drawn } = page.scrollCode();
  const now = Date.now() % timeCodeMs;
  for (let bit = 0; bit < bits; bit++)
    page.canvas.fill({ x: bit * side, y: 0, width: side, height: side }, (now >> bit) & 1 ? 0xffffff : 0);
  if (scrolled) window.scrollUp(scrolled.area, scrolled.by);
  for (const area of [...drawn, strip]) window.put(area);
  window.flush();
}

setInterval(next, 1000 / 60);
process.on('SIGTERM', () => process.exit(0));
console.log('ready');
