import { createRequire } from 'node:module';
import { type Callback, createAsker } from '../x11-asker.js';
import { messageOf } from './source.js';
import { DisplayLost } from './x11-display.js';
import { trackSegments } from './x11-segments.js';

/** The part of the `x11` package (untyped) that capture and input use; argument names are the X protocol's. */
interface Client {
  atoms: Readonly<Record<string, number>>;
  on(event: 'event', listener: (event: { name?: string }) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'end', listener: () => void): void;
  readonly stream: { destroy(): void };
  AllocID(): number;
  sync(callback: Callback<unknown>): void;
  require<Name extends keyof Extensions>(extension: Name, callback: Callback<Extensions[Name]>): void;
  ChangeWindowAttributes(window: number, values: { eventMask: number }): void;
  GetGeometry(drawable: number, callback: Callback<{ width: number; height: number }>): void;
  GetImage(
    format: number,
    drawable: number,
    x: number,
    y: number,
    width: number,
    height: number,
    planes: number,
    callback: Callback<{ data: Buffer }>,
  ): void;
  QueryPointer(window: number, callback: Callback<{ keyMask: number }>): void;
  QueryKeymap(callback: Callback<Buffer>): void;
  GetKeyboardMapping(first: number, count: number, callback: Callback<number[][]>): void;
  InternAtom(onlyIfExists: boolean, name: string, callback: Callback<number>): void;
  ChangeProperty(mode: number, window: number, property: number, type: number, format: number, data: Buffer): void;
  GetProperty(
    remove: number,
    window: number,
    property: number,
    type: number,
    offset: number,
    length: number,
    callback: Callback<{ data: Buffer }>,
  ): void;
  ChangeKeyboardMapping(first: number, perCode: number, keysyms: readonly number[]): void;
}

interface Display {
  client: Client;
  min_keycode: number;
  max_keycode: number;
  image_byte_order: number;
  format: Record<number, { bits_per_pixel: number } | undefined>;
  screen: { root: number; root_depth: number }[];
}

interface Package {
  createClient(options: { display: string; shm: object | false }, callback: Callback<Display | undefined>): Client;
}

export interface SharedSegment {
  buffer: Buffer;
  getImage(
    drawable: number,
    x: number,
    y: number,
    width: number,
    height: number,
    planes: number,
    format: number | null,
    offset: number,
    callback: Callback<unknown>,
  ): void;
  detach(callback?: () => void): void;
}

export interface ShmExtension {
  usable(callback: Callback<boolean>): void;
  createSegment(bytes: number, callback: Callback<SharedSegment>): void;
}

export interface DamageExtension {
  Create(damage: number, drawable: number, level: number): void;
  Subtract(damage: number, repair: number, parts: number): void;
}

export interface RandrExtension {
  GetScreenResourcesCurrent(window: number, callback: Callback<{ outputs: number[]; config_timestamp: number }>): void;
  GetOutputInfo(output: number, time: number, callback: Callback<{ crtc: number; name: string }>): void;
  GetCrtcInfo(
    crtc: number,
    time: number,
    callback: Callback<{ x: number; y: number; width: number; height: number }>,
  ): void;
}

export interface TestExtension {
  FakeInput(type: number, detail: number, time: number, window: number, x: number, y: number): void;
  GrabControl(impervious: boolean): void;
}

interface Extensions {
  xtest: TestExtension;
  shm: ShmExtension;
  damage: DamageExtension;
  randr: RandrExtension;
}

/** A connection to an X server over its socket, in JavaScript only. */
export interface SocketDisplay {
  client: Client;
  root: number;
  /** The least and the greatest keycode. */
  keycodes: readonly [least: number, most: number];
  /** Whether pixels come as blue, green, red and a spare byte. */
  isBgrx: boolean;
  /**
   * Makes a call of the package a promise.
   * @throws DisplayLost when the connection ends before the answer, or the server's error
   */
  ask<T>(call: (callback: Callback<T>) => void): Promise<T>;
  /** An extension of the server, or undefined. */
  extension<Name extends keyof Extensions>(name: Name): Promise<Extensions[Name] | undefined>;
  close(): void;
}

/**
 * Connects to a display.
 * @throws DisplayLost where there is none, or it turns us down
 */
export async function connectX11(name: string): Promise<SocketDisplay> {
  const x11: Package = createRequire(import.meta.url)('x11');
  const { ask, lose } = createAsker();
  const lost = (detail: string) => lose(new DisplayLost(`the X display ${name}: ${detail}`));
  const segments = trackSegments();
  const display = await ask<Display | undefined>((callback) => {
    const client = x11.createClient({ display: name, shm: segments.provider ?? false }, callback);
    client.on('error', (error) => lost(error.message));
    client.on('end', () => lost('the server went away'));
  }).catch((error: unknown) => {
    throw error instanceof DisplayLost ? error : new DisplayLost(`the X display ${name}: ${messageOf(error)}`);
  });
  const screen = display?.screen[0];
  if (display === undefined || screen === undefined) throw new DisplayLost(`the X display ${name} has no screen`);
  const { client } = display;
  return {
    client,
    root: screen.root,
    keycodes: [display.min_keycode, display.max_keycode],
    isBgrx: display.image_byte_order === 0 && display.format[screen.root_depth]?.bits_per_pixel === 32,
    ask,
    async extension<Key extends keyof Extensions>(key: Key) {
      try {
        return await ask<Extensions[Key]>((callback) => client.require(key, callback));
      } catch (error) {
        if (error instanceof DisplayLost) throw error;
        return undefined;
      }
    },
    close() {
      client.stream.destroy();
      segments.destroyAll();
    },
  };
}
