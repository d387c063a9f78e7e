import { LibraryMissing } from '../capture/native.js';
import { type MonitorChoice, messageOf } from '../capture/source.js';
import type { ChordReader } from './end-chord.js';
import { type InputBackEnd, InputUnavailable } from './input-player.js';
import { readMacosChord } from './macos-chord.js';
import { createMacosBackEnd } from './macos-events.js';
import { readWindowsChord } from './windows-chord.js';
import { createWindowsBackEnd } from './windows-sendinput.js';
import { readXChord, readXChordBySocket } from './x11-chord.js';
import { createXSocketBackEnd } from './x11-package-xtest.js';
import { createXTestBackEnd } from './x11-xtest.js';

export interface InputOptions {
  /** What the picture shows: positions are of that part of the desktop. */
  readonly monitors: MonitorChoice;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How this machine is controlled, and how its student ends that. */
export interface ChosenInput extends InputBackEnd {
  /** Looks for the key chord at the student's keyboard. @throws where the keyboard cannot be asked */
  readChord(): Promise<ChordReader>;
}

/** The way to play input on this system. Never throws: where there is none, `open` says why. */
export function chooseInput(options: InputOptions): ChosenInput {
  try {
    return make(options);
  } catch (error) {
    return noInput(messageOf(error));
  }
}

function make({ platform, env, monitors }: InputOptions): ChosenInput {
  if (platform === 'win32') return { ...createWindowsBackEnd({ monitors }), readChord: async () => readWindowsChord() };
  if (platform === 'darwin') return { ...createMacosBackEnd({ monitors }), readChord: async () => readMacosChord() };
  if (env.WAYLAND_DISPLAY || env.XDG_SESSION_TYPE === 'wayland') return noInput(waylandDetail);
  const display = env.DISPLAY;
  if (!display) return noInput('DISPLAY is not set: no graphical session is known');
  try {
    return { ...createXTestBackEnd({ display, monitors }), readChord: async () => readXChord(display) };
  } catch (error) {
    if (!(error instanceof LibraryMissing)) throw error;
    return { ...createXSocketBackEnd({ display, monitors }), readChord: () => readXChordBySocket(display) };
  }
}

const waylandDetail =
  'a Wayland session takes no input from another program unasked; choose an X11 (Xorg) session at the login screen, ' +
  'or turn Wayland off in the display manager';

function noInput(detail: string): ChosenInput {
  const refuse = async () => {
    throw new InputUnavailable(detail);
  };
  return { name: 'none', open: refuse, readChord: refuse };
}
