import koffi from 'koffi';
import type { Canvas, Rect } from './canvas.js';

/** What Xlib hands out and takes back; nobody looks inside. */
type Handle = unknown;

// From X.h and Xlib.h.
const EXPOSURE_MASK = 1 << 15;
const Z_PIXMAP = 2;
const EXPOSE = 12;
const GRAPHICS_EXPOSE = 13;
const EVENT_BYTES = 192;

function loadXlib() {
  const lib = koffi.load('libX11.so.6');
  const bind = (declaration: string) => lib.func(declaration);
  return {
    open: bind('void *XOpenDisplay(const char *name)'),
    root: bind('ulong XDefaultRootWindow(void *display)'),
    visual: bind('void *XDefaultVisual(void *display, int screen)'),
    depth: bind('int XDefaultDepth(void *display, int screen)'),
    createWindow: bind(
      'ulong XCreateSimpleWindow(void *display, ulong parent, int x, int y, uint width, uint height, uint border, ulong ink, ulong paper)',
    ),
    selectInput: bind('int XSelectInput(void *display, ulong window, long mask)'),
    map: bind('int XMapWindow(void *display, ulong window)'),
    createGc: bind('void *XCreateGC(void *display, ulong drawable, ulong mask, void *values)'),
    createImage: bind(
      'void *XCreateImage(void *display, void *visual, uint depth, int format, int offset, uint32 *data, uint width, uint height, int pad, int stride)',
    ),
    putImage: bind(
      'int XPutImage(void *display, ulong drawable, void *gc, void *image, int sx, int sy, int dx, int dy, uint width, uint height)',
    ),
    copyArea: bind(
      'int XCopyArea(void *display, ulong from, ulong to, void *gc, int sx, int sy, uint width, uint height, int dx, int dy)',
    ),
    pending: bind('int XPending(void *display)'),
    nextEvent: bind('int XNextEvent(void *display, uint8 *event)'),
    sync: bind('int XSync(void *display, int discard)'),
    flush: bind('int XFlush(void *display)'),
  };
}

/** A window over the whole screen that shows a canvas. Xlib ends the process itself when the X server goes away. */
export class XWindow {
  readonly #x = loadXlib();
  readonly #display: Handle;
  readonly #window: Handle;
  readonly #gc: Handle;
  readonly #image: Handle;
  readonly #all: Rect;
  readonly #event = new Uint8Array(EVENT_BYTES);

  /** @throws Error when the display cannot be opened or has not 24 bits a pixel. */
  constructor(
    display: string,
    readonly canvas: Canvas,
  ) {
    const { width, height } = canvas.size;
    const x = this.#x;
    this.#display = x.open(display);
    if (!this.#display) throw new Error(`display ${display} cannot be opened`);
    if (x.depth(this.#display, 0) !== 24) throw new Error(`display ${display} has not 24 bits a pixel`);
    this.#all = { x: 0, y: 0, width, height };
    this.#window = x.createWindow(this.#display, x.root(this.#display), 0, 0, width, height, 0, 0, 0);
    this.#gc = x.createGc(this.#display, this.#window, 0, null);
    // The image keeps a pointer into the canvas; an array of this size lies outside the moving heap.
    const visual = x.visual(this.#display, 0);
    this.#image = x.createImage(this.#display, visual, 24, Z_PIXMAP, 0, canvas.pixels, width, height, 32, width * 4);
    x.selectInput(this.#display, this.#window, EXPOSURE_MASK);
    x.map(this.#display, this.#window);
    x.sync(this.#display, 0);
    this.put(this.#all);
    x.sync(this.#display, 0);
  }

  /** Draws a rectangle of the canvas. */
  put({ x, y, width, height }: Rect): void {
    this.#x.putImage(this.#display, this.#window, this.#gc, this.#image, x, y, x, y, width, height);
  }

  /** Moves what is shown in a rectangle up. */
  scrollUp({ x, y, width, height }: Rect, by: number): void {
    this.#x.copyArea(this.#display, this.#window, this.#window, this.#gc, x, y + by, width, height - by, x, y);
  }

  /** Sends what was drawn, and draws everything again where another window had covered this one. */
  flush(): void {
    let exposed = false;
    while (this.#x.pending(this.#display) > 0) {
      this.#x.nextEvent(this.#display, this.#event);
      exposed ||= this.#event[0] === EXPOSE || this.#event[0] === GRAPHICS_EXPOSE;
    }
    if (exposed) this.put(this.#all);
    this.#x.flush(this.#display);
  }
}
