import { type Area, chooseArea } from '../capture/monitors.js';
import { type MonitorChoice, messageOf } from '../capture/source.js';
import { connectX11, type SocketDisplay, type TestExtension } from '../capture/x11-package.js';
import { readMonitors } from '../capture/x11-socket.js';
import { type InputBackEnd, InputUnavailable } from './input-player.js';
import { heldProperty, mostHeld } from './x11-held.js';
import type { XInput } from './x11-input.js';
import { createX11Player } from './x11-player.js';
import type { X11InputOptions } from './x11-xtest.js';

/** XTEST's types of events. */
const fake = { keyPress: 2, keyRelease: 3, buttonPress: 4, buttonRelease: 5, motion: 6 } as const;
const structureNotifyMask = 1 << 17;

/** An X server's mouse and keyboard over its socket, in JavaScript only: where libXtst cannot be called. */
export function createXSocketBackEnd({ display: name, monitors, clock }: X11InputOptions): InputBackEnd {
  return {
    name: 'x11-socket',
    async open() {
      const display = await attempt(connectX11(name));
      try {
        return await createX11Player('x11-socket', await createXInput(display, monitors), clock);
      } catch (error) {
        display.close();
        throw error;
      }
    },
  };
}

/** @throws InputUnavailable for whatever went wrong */
async function attempt<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw cause instanceof InputUnavailable ? cause : new InputUnavailable(messageOf(cause), { cause });
  }
}

async function createXInput(display: SocketDisplay, monitors: MonitorChoice): Promise<XInput> {
  const { client, root } = display;
  const test = await attempt(display.extension('xtest'));
  if (test === undefined)
    throw new InputUnavailable('the X server has no XTEST extension: it takes no input from programs');
  // A program that grabs the server would stop us, too.
  test.GrabControl(true);
  let isResized = false;
  client.on('event', ({ name }) => {
    if (name === 'ConfigureNotify') isResized = true;
  });
  client.ChangeWindowAttributes(root, { eventMask: structureNotifyMask });
  const findArea = () => attempt(areaOf(display, monitors));
  let area = await findArea();
  return {
    get area() {
      return area;
    },
    ...requests(display, test),
    async settle() {
      await attempt(display.ask((callback) => client.sync(callback)));
      if (!isResized) return;
      isResized = false;
      area = await findArea();
    },
    async keyboardMap() {
      const [first, last] = display.keycodes;
      const count = last - first + 1;
      const rows = await attempt(
        display.ask<number[][]>((callback) => client.GetKeyboardMapping(first, count, callback)),
      );
      return { first, rows };
    },
    async state() {
      const pointer = display.ask<{ keyMask: number }>((callback) => client.QueryPointer(root, callback));
      return (await attempt(pointer)).keyMask;
    },
    ...(await memory(display)),
    close: () => display.close(),
  };
}

async function memory({ client, root, ask }: SocketDisplay): Promise<Pick<XInput, 'keep' | 'kept'>> {
  const { name, cardinal, bitsAnItem, replace } = heldProperty;
  // The package keeps atoms for all connections, but each start of a server has its own.
  client.atoms = { ...client.atoms };
  const atom = await attempt(ask<number>((callback) => client.InternAtom(false, name, callback)));
  return {
    keep: (bytes) => client.ChangeProperty(replace, root, atom, cardinal, bitsAnItem, Buffer.from(bytes)),
    kept: async () =>
      (
        await attempt(
          ask<{ data: Buffer }>((callback) => client.GetProperty(0, root, atom, cardinal, 0, mostHeld, callback)),
        )
      ).data,
  };
}

function requests(
  { client, root }: SocketDisplay,
  test: TestExtension,
): Pick<XInput, 'moveTo' | 'button' | 'key' | 'mapKeys'> {
  const send = (type: number, detail: number, x = 0, y = 0): void => test.FakeInput(type, detail, 0, root, x, y);
  return {
    moveTo: (x, y) => send(fake.motion, 0, x, y),
    button: (number, down) => send(down ? fake.buttonPress : fake.buttonRelease, number),
    key: (keycode, down) => send(down ? fake.keyPress : fake.keyRelease, keycode),
    mapKeys(first, rows) {
      const keysyms = rows.flat();
      client.ChangeKeyboardMapping(first, keysyms.length / rows.length, keysyms);
    },
  };
}

async function areaOf(display: SocketDisplay, monitors: MonitorChoice): Promise<Area> {
  const { width, height } = await display.ask<{ width: number; height: number }>((callback) =>
    display.client.GetGeometry(display.root, callback),
  );
  return chooseArea(monitors, { x: 0, y: 0, width, height }, monitors === 'all' ? [] : await readMonitors(display));
}
