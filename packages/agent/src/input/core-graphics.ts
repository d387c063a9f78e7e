import type { Area } from '../capture/monitors.js';
import { loadKoffi, openLibrary, type Pointer } from '../capture/native.js';

export const coreGraphics = '/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics';
const coreFoundation = '/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What playing input asks of macOS; every event is posted where those of the hardware are. */
export interface MacInput {
  /** Whether the system lets this program post events; asks the user for it where it was never asked. */
  mayPost(): boolean;
  /** In points, as pointer positions are; the main monitor first. */
  monitors(): Area[];
  mouse(event: { type: number; at: Point; button: number; clicks: number }): void;
  key(virtualKey: number, down: boolean): void;
  /** A key stroke that means this text, whatever the layout. */
  text(text: string): void;
  /** In lines. */
  scroll(down: number, right: number): void;
}

let bound: MacInput | undefined;

/** Binds the libraries on first use. @throws LibraryMissing on another system */
export function loadMacInput(): MacInput {
  bound ??= bind();
  return bound;
}

const hardwareTap = 0;
const hardwareState = 1;
const clickStateField = 1;
const lineUnit = 1;
const wheelCount = 2;
const mostMonitors = 16;

function bind(): MacInput {
  const koffi = loadKoffi();
  const graphics = openLibrary(coreGraphics);
  const foundation = openLibrary(coreFoundation);
  koffi.struct('CGPoint', { x: 'double', y: 'double' });
  koffi.struct('CGRect', { x: 'double', y: 'double', width: 'double', height: 'double' });
  const source: Pointer = graphics.func('void *CGEventSourceCreate(int state)')(hardwareState);
  const newMouse = graphics.func('void *CGEventCreateMouseEvent(void *source, uint32 type, CGPoint at, uint32 button)');
  const newKey = graphics.func('void *CGEventCreateKeyboardEvent(void *source, uint16 key, bool down)');
  const newScroll = graphics.func(
    'void *CGEventCreateScrollWheelEvent2(void *source, uint32 units, uint32 count, int32 down, int32 right, int32 third)',
  );
  const setField = graphics.func('void CGEventSetIntegerValueField(void *event, uint32 field, int64 value)');
  const setText = graphics.func('void CGEventKeyboardSetUnicodeString(void *event, ulong length, str16 text)');
  const send = graphics.func('void CGEventPost(uint32 tap, void *event)');
  const release = foundation.func('void CFRelease(void *object)');
  const post = (event: Pointer): void => {
    if (event === null) return;
    send(hardwareTap, event);
    release(event);
  };
  return {
    mayPost: graphics.func('bool CGRequestPostEventAccess()'),
    monitors: bindMonitors(graphics),
    mouse({ type, at, button, clicks }) {
      const event: Pointer = newMouse(source, type, at, button);
      if (event !== null && clicks > 0) setField(event, clickStateField, clicks);
      post(event);
    },
    key: (virtualKey, down) => post(newKey(source, virtualKey, down)),
    text(text) {
      for (const down of [true, false]) {
        const event: Pointer = newKey(source, 0, down);
        if (event !== null) setText(event, text.length, text);
        post(event);
      }
    },
    // Their positive is up and left.
    scroll: (down, right) => post(newScroll(source, lineUnit, wheelCount, -down, -right, 0)),
  };
}

function bindMonitors(graphics: ReturnType<typeof openLibrary>): () => Area[] {
  const list = graphics.func('int CGGetActiveDisplayList(uint32 most, void *ids, _Out_ uint32 *count)');
  const boundsOf: (id: number) => Area = graphics.func('CGRect CGDisplayBounds(uint32 id)');
  return () => {
    const ids = Buffer.alloc(4 * mostMonitors);
    const count = [0];
    if (list(mostMonitors, ids, count) !== 0) return [];
    return Array.from({ length: count[0] ?? 0 }, (_, i) => boundsOf(ids.readUInt32LE(i * 4)));
  };
}
