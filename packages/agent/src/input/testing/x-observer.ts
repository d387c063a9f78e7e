import { createRequire } from 'node:module';

/** Another X client, that says what the server knows: a second word on what was played. */
export interface XObserver {
  /** Where the pointer is, and the buttons and modifiers that are down. */
  pointer(): Promise<{ x: number; y: number; mask: number; child: number }>;
  /** Keycodes that are down. */
  keysDown(): Promise<number[]>;
  /** Rows of keysyms, without the empty columns at their ends. */
  keyboardMap(): Promise<number[][]>;
  /** What happens to a window of its own that covers the screen: names of events with button or keycode. */
  watch(): Promise<{ name: string; code: number; x: number; y: number }[]>;
  /** Presses or lets go a key as another program, or a hand, would. */
  press(keycode: number, down: boolean): Promise<void>;
  /** The clipboard as this kind; undefined where its owner does not give it so. */
  paste(kind: string): Promise<Buffer | undefined>;
  close(): void;
}

type Reply<T> = (error: Error | null, value: T) => void;

interface Client {
  atoms: Record<string, number>;
  AllocID(): number;
  CreateWindow(...values: unknown[]): void;
  MapWindow(window: number): void;
  QueryPointer(window: number, reply: Reply<Pointer>): void;
  QueryKeymap(reply: Reply<Buffer>): void;
  GetKeyboardMapping(first: number, count: number, reply: Reply<number[][]>): void;
  InternAtom(onlyIfExists: boolean, name: string, reply: Reply<number>): void;
  ConvertSelection(requestor: number, selection: number, target: number, property: number, time: number): void;
  GetProperty(
    remove: number,
    window: number,
    name: number,
    type: number,
    offset: number,
    length: number,
    reply: Reply<{ data: Buffer }>,
  ): void;
  require(name: 'xtest', reply: Reply<{ FakeInput(type: number, ...numbers: number[]): void }>): void;
  sync(): Promise<void>;
  on(event: 'event', listener: (event: XEvent) => void): void;
  on(event: 'error', listener: () => void): void;
  stream: { destroy(): void };
}

interface Pointer {
  rootX: number;
  rootY: number;
  keyMask: number;
  child: number;
}

interface XEvent {
  name?: string;
  keycode?: number;
  x?: number;
  y?: number;
  property?: number;
}

interface Display {
  client: Client;
  screen: [{ root: number; pixel_width: number; pixel_height: number }];
  min_keycode: number;
  max_keycode: number;
}

interface X11 {
  createClient(options: object, callback: Reply<Display>): Client;
}

const keyPress = 2;
const keyRelease = 3;
/** Key, button and motion events, and that the window is shown. */
const watched = 0x1 | 0x2 | 0x4 | 0x8 | 0x40 | 0x8000;

export async function observeX(display: string): Promise<XObserver> {
  const x11: X11 = createRequire(import.meta.url)('x11');
  const ask = <T>(call: (reply: Reply<T>) => void): Promise<T> =>
    new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));
  const opened = await ask<Display>((reply) => x11.createClient({ display }, reply).on('error', () => undefined));
  const { client, screen, min_keycode: least, max_keycode: most } = opened;
  const { root, pixel_width: width, pixel_height: height } = screen[0];
  // The package keeps atoms for all connections, but each start of a server has its own.
  client.atoms = { ...client.atoms };
  const test = await ask<{ FakeInput(type: number, ...numbers: number[]): void }>((reply) =>
    client.require('xtest', reply),
  );
  return {
    async pointer() {
      const { rootX, rootY, keyMask, child } = await ask<Pointer>((reply) => client.QueryPointer(root, reply));
      return { x: rootX, y: rootY, mask: keyMask, child };
    },
    async keysDown() {
      const bits = await ask<Buffer>((reply) => client.QueryKeymap(reply));
      return Array.from({ length: 256 }, (_key, i) => i).filter((i) => ((bits[i >> 3] ?? 0) >> (i & 7)) & 1);
    },
    async keyboardMap() {
      const rows = await ask<number[][]>((reply) => client.GetKeyboardMapping(least, most - least + 1, reply));
      return rows.map((row) => row.slice(0, row.findLastIndex((keysym) => keysym !== 0) + 1));
    },
    async watch() {
      const seen: { name: string; code: number; x: number; y: number }[] = [];
      const window = client.AllocID();
      const values = { overrideRedirect: true, eventMask: watched };
      const shown = new Promise<void>((resolve) => {
        client.on('event', ({ name = '', keycode = 0, x = 0, y = 0 }) => {
          if (name === 'Expose') resolve();
          else seen.push({ name, code: keycode, x, y });
        });
      });
      client.CreateWindow(window, root, 0, 0, width, height, 0, 0, 0, 0, values);
      client.MapWindow(window);
      await shown;
      return seen;
    },
    async press(keycode, down) {
      test.FakeInput(down ? keyPress : keyRelease, keycode, 0, 0, 0, 0);
      await client.sync();
    },
    async paste(kind) {
      const intern = (name: string) => ask<number>((reply) => client.InternAtom(false, name, reply));
      const [clipboard, target, property] = [await intern('CLIPBOARD'), await intern(kind), await intern('PASTED')];
      const window = client.AllocID();
      client.CreateWindow(window, root, 0, 0, 1, 1);
      const given = new Promise<number>((resolve) => {
        client.on('event', (event) => event.name === 'SelectionNotify' && resolve(event.property ?? 0));
      });
      client.ConvertSelection(window, clipboard, target, property, 0);
      if ((await given) === 0) return undefined;
      return (await ask<{ data: Buffer }>((reply) => client.GetProperty(1, window, property, 0, 0, 1e6, reply))).data;
    },
    close: () => client.stream.destroy(),
  };
}
