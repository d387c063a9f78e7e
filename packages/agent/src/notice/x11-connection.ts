import { createRequire } from 'node:module';
import { type Callback, createAsker } from '../x11-asker.js';

interface CharInfo {
  readonly characterWidth: number;
}

export interface FontInfo {
  readonly minByte1: number;
  readonly maxByte1: number;
  readonly minCharOrByte2: number;
  readonly maxCharOrByte2: number;
  readonly fontAscent: number;
  readonly fontDescent: number;
  readonly minBounds: CharInfo;
  readonly charInfos: readonly CharInfo[];
}

interface ShapeExtension {
  readonly Kind: { readonly Input: number };
  readonly Op: { readonly Set: number };
  Rectangles(op: number, kind: number, window: number, x: number, y: number, rectangles: readonly number[][]): void;
}

/** An event, as far as it is looked at; of a button, `keycode` is its number. */
interface XEvent {
  readonly name?: string;
  readonly state?: number;
  readonly keycode?: number;
  readonly x?: number;
  readonly y?: number;
}

/** The part of the `x11` package (untyped) that banners, questions and the camera's window use; argument names are the X protocol's. */
interface Client {
  on(event: 'event', listener: (event: XEvent) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'end', listener: () => void): void;
  readonly stream: { destroy(): void };
  AllocID(): number;
  require(extension: 'shape', callback: Callback<ShapeExtension>): void;
  CreateWindow(
    window: number,
    parent: number,
    x: number,
    y: number,
    width: number,
    height: number,
    border: number,
    depth: number,
    windowClass: number,
    visual: number,
    values: { overrideRedirect: boolean; backgroundPixel: number; eventMask: number },
  ): void;
  ChangeProperty(mode: number, window: number, property: number, type: number, format: number, data: string): void;
  MapWindow(window: number): void;
  RaiseWindow(window: number): void;
  GetWindowAttributes(window: number, callback: Callback<{ mapState: number }>): void;
  CreateGC(gc: number, drawable: number, values: { foreground?: number; background?: number; font?: number }): void;
  PutImage(
    format: number,
    drawable: number,
    gc: number,
    width: number,
    height: number,
    x: number,
    y: number,
    leftPad: number,
    depth: number,
    data: Buffer,
  ): void;
  ImageText16(drawable: number, gc: number, x: number, y: number, text: string): void;
  PolyFillRectangle(drawable: number, gc: number, rectangles: readonly number[]): void;
  ListFonts(pattern: string, most: number, callback: Callback<string[]>): void;
  OpenFont(font: number, name: string): void;
  QueryFont(font: number, callback: Callback<FontInfo>): void;
  QueryTextExtents(font: number, text: string, callback: Callback<{ overallWidth: number }>): void;
}

interface XScreen {
  readonly root: number;
  readonly root_depth: number;
  readonly pixel_width: number;
  readonly pixel_height: number;
  readonly white_pixel: number;
  readonly black_pixel: number;
}

interface Package {
  createClient(options: { display: string }, callback: Callback<{ screen: XScreen[] } | undefined>): Client;
  readonly eventMask: { readonly Exposure: number; readonly VisibilityChange: number; readonly ButtonPress: number };
}

export interface XConnection {
  readonly client: Client;
  readonly screen: XScreen;
  readonly eventMask: Package['eventMask'];
  /** Makes a call of the package a promise. Rejects when the connection ends before the answer. */
  ask<T>(call: (callback: Callback<T>) => void): Promise<T>;
  close(): void;
}

/** Connects to an X server. @param gone called once when the connection ends, unless `close` ended it */
export async function openX(display: string, gone: () => void): Promise<XConnection> {
  const x11: Package = createRequire(import.meta.url)('x11');
  const { ask, lose } = createAsker();
  const ended = (error: Error) => {
    if (lose(error)) gone();
  };
  let client: Client | undefined;
  const opened = await ask<{ screen: XScreen[] } | undefined>((callback) => {
    client = x11.createClient({ display }, callback);
    client.on('error', ended);
    client.on('end', () => ended(new Error(`the X display ${display} went away`)));
  });
  const screen = opened?.screen[0];
  if (screen === undefined || client === undefined) throw new Error(`the X display ${display} has no screen`);
  const { stream } = client;
  const close = () => {
    lose(new Error('closed'));
    stream.destroy();
  };
  return { client, screen, eventMask: x11.eventMask, ask, close };
}
