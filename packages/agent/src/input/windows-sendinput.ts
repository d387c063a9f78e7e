import type { InputEvent, PointerButton } from '@didacto/sdk/live';
import { type Area, chooseArea } from '../capture/monitors.js';
import { type MonitorChoice, messageOf } from '../capture/source.js';
import { loadWin32, type Win32 } from '../capture/win32.js';
import { trackHeld } from './held-keys.js';
import { pixelOf } from './input-geometry.js';
import { type InputBackEnd, type InputPlayer, InputUnavailable } from './input-player.js';
import { isModifier, keyCode } from './key-codes.js';
import { typedCharacters } from './typed-text.js';
import { loadWin32Input, type Win32Input } from './win32-input.js';
import {
  buttonRecord,
  inputBytes,
  moveRecord,
  scanRecord,
  unicodeRecord,
  virtualKeyRecord,
  wheelRecord,
} from './windows-records.js';

/** What the player asks of Windows. */
export type WindowsApi = Pick<Win32Input, 'SendInput' | 'GetSystemMetrics' | 'MapVirtualKeyW'> &
  Pick<Win32, 'monitors' | 'takesInput'>;

/** GetSystemMetrics: the rectangle around all monitors. */
const virtualScreen = { x: 76, y: 77, width: 78, height: 79 } as const;
/** MAPVK_VSC_TO_VK_EX: left and right apart. */
const scanToVirtualKey = 3;
const notch = 120;
/** Keys that have no scan code that SendInput could say. */
const virtualKeys = new Map([['Pause', 0x13]]);
/** Programs take these from the key, not from the character. */
const textKeys = new Map([
  ['\n', 0x0d],
  ['\t', 0x09],
  ['\b', 0x08],
]);

/**
 * The mouse and keyboard of this Windows session through SendInput. It reaches no secure desktop (UAC, Ctrl+Alt+Del, the
 * lock screen) and no program with higher rights than the agent's: there an input is not played.
 * @throws LibraryMissing on another system
 */
export function createWindowsBackEnd({
  monitors,
  api = { ...loadWin32Input(), ...loadWin32() },
}: {
  monitors: MonitorChoice;
  /** Windows itself; a parameter for tests. */
  api?: WindowsApi;
}): InputBackEnd {
  return { name: 'windows', open: async () => createPlayer(api, monitors) };
}

function createPlayer(api: WindowsApi, monitors: MonitorChoice): InputPlayer {
  const keys = trackHeld<string>();
  const buttons = trackHeld<PointerButton>();
  /** @returns whether Windows took all of it */
  const send = (records: readonly Buffer[]): boolean =>
    records.length === 0 || api.SendInput(records.length, Buffer.concat(records), inputBytes) === records.length;
  const recordsOf = (event: InputEvent): Buffer[] | undefined => {
    switch (event.type) {
      case 'move':
        return [moveTo(api, monitors, event)];
      case 'button': {
        const isNew = event.down ? buttons.press(event.button) : buttons.lift(event.button);
        return [moveTo(api, monitors, event), ...(isNew ? [buttonRecord(event.button, event.down)] : [])];
      }
      case 'wheel':
        return [moveTo(api, monitors, event), ...wheelRecords(event)];
      case 'key': {
        const isNew = event.down ? keys.press(event.code) : keys.lift(event.code);
        // A key that is held repeats by being pressed again; Windows does not do it for a key that was sent.
        if (!isNew && !event.down) return [];
        const record = keyRecord(api, event.code, event.down);
        return record && [record];
      }
      case 'text':
        return textRecords(api, event.text, keys.all().filter(isModifier));
      case 'release':
        return releaseRecords();
    }
  };
  const releaseRecords = (): Buffer[] => {
    const up = [
      ...buttons.all().map((button) => buttonRecord(button, false)),
      ...keys.all().map((code) => keyRecord(api, code, false) ?? []),
    ].flat();
    for (const button of buttons.all()) buttons.lift(button);
    for (const code of keys.all()) keys.lift(code);
    return up;
  };
  const release = async (): Promise<void> => void send(releaseRecords());
  return {
    name: 'windows',
    abilities: { pointer: true, keys: true, text: true },
    async play(event) {
      // Keys that go down on another desktop would come up on none.
      if (event.type !== 'release' && !api.takesInput()) return false;
      const records = recordsOf(event);
      return records !== undefined && send(records);
    },
    releaseAll: release,
    close: release,
  };
}

function keyRecord(api: WindowsApi, code: string, down: boolean): Buffer | undefined {
  const scan = keyCode(code)?.windows ?? null;
  if (scan !== null) return scanRecord(scan, api.MapVirtualKeyW(scan, scanToVirtualKey), down);
  const virtualKey = virtualKeys.get(code);
  return virtualKey === undefined ? undefined : virtualKeyRecord(virtualKey, down);
}

/** @throws InputUnavailable where there is no such monitor */
function moveTo(api: WindowsApi, monitors: MonitorChoice, at: { x: number; y: number }): Buffer {
  const desktop: Area = {
    x: api.GetSystemMetrics(virtualScreen.x),
    y: api.GetSystemMetrics(virtualScreen.y),
    width: api.GetSystemMetrics(virtualScreen.width),
    height: api.GetSystemMetrics(virtualScreen.height),
  };
  const pixel = pixelOf(at, areaOf(api, monitors, desktop));
  return moveRecord({
    x: desktopPosition(pixel.x - desktop.x, desktop.width),
    y: desktopPosition(pixel.y - desktop.y, desktop.height),
  });
}

function areaOf(api: WindowsApi, monitors: MonitorChoice, desktop: Area): Area {
  try {
    return chooseArea(monitors, desktop, monitors === 'all' ? [] : api.monitors());
  } catch (cause) {
    throw new InputUnavailable(messageOf(cause), { cause });
  }
}

/** Windows takes 0 to 65535 and computes the pixel by `position * size / 65536`, rounding down: this comes out at it. */
function desktopPosition(pixel: number, size: number): number {
  return Math.ceil((pixel * 65_536) / Math.max(1, size));
}

function wheelRecords({ dx, dy }: { dx: number; dy: number }): Buffer[] {
  // Windows counts in 120ths of a notch, and up is positive.
  const [right, up] = [Math.round(dx * notch), -Math.round(dy * notch)];
  return [...(up === 0 ? [] : [wheelRecord('dy', up)]), ...(right === 0 ? [] : [wheelRecord('dx', right)])];
}

/** Modifiers that are held are let go meanwhile: a character is not a shortcut. */
function textRecords(api: WindowsApi, text: string, held: readonly string[]): Buffer[] {
  const typed = typedCharacters(text).flatMap((character) => {
    const virtualKey = textKeys.get(character);
    if (virtualKey !== undefined) return [virtualKeyRecord(virtualKey, true), virtualKeyRecord(virtualKey, false)];
    return Array.from({ length: character.length }, (_, i) => character.charCodeAt(i)).flatMap((unit) => [
      unicodeRecord(unit, true),
      unicodeRecord(unit, false),
    ]);
  });
  const modifiers = (codes: readonly string[], down: boolean): Buffer[] =>
    codes.flatMap((code) => keyRecord(api, code, down) ?? []);
  return [...modifiers(held, false), ...typed, ...modifiers(held.toReversed(), true)];
}
