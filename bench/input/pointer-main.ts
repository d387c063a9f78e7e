import { whenReadable } from '../../packages/agent/src/capture/when-readable.js';
import { loadXlib } from '../../packages/agent/src/capture/xlib.js';
import { wallNow } from './times.js';

// Tells its parent of every move of the pointer on an X display, as any program there is told. Prints "ready".

const pointerMotionMask = 1 << 6;
const motionNotify = 6;
/** XMotionEvent on 64 bits. */
const field = { x: 72, y: 76, bytes: 192 } as const;

const x = loadXlib();
const display = x.XOpenDisplay(process.argv[2] ?? '');
if (display === null) throw new Error(`the display ${process.argv[2]} cannot be opened`);
x.XSelectInput(display, x.XRootWindow(display, x.XDefaultScreen(display)), pointerMotionMask);
x.XSync(display, 0);
process.on('SIGTERM', () => process.exit(0));
console.log('ready');

const event = Buffer.alloc(field.bytes);
for (;;) {
  while (x.XPending(display) > 0) {
    x.XNextEvent(display, event);
    if (event.readInt32LE(0) !== motionNotify) continue;
    process.send?.({ x: event.readInt32LE(field.x), y: event.readInt32LE(field.y), at: wallNow() });
  }
  await whenReadable(x.XConnectionNumber(display), 100);
}
