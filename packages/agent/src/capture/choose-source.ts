import { absentSource, withFallback } from './fallback-source.js';
import { createLogindProbe, hiddenWhileLocked } from './lock-probe.js';
import { createMacosSource } from './macos.js';
import { LibraryMissing } from './native.js';
import { type MonitorChoice, messageOf, type ScreenSource } from './source.js';
import { createTestPattern } from './test-pattern.js';
import { createWindowsSource } from './windows-gdi.js';
import { createX11ShmSource } from './x11-shm.js';
import { createX11SocketSource } from './x11-socket.js';

export const sourceNames = ['auto', 'x11', 'x11-socket', 'windows', 'macos', 'test-pattern'] as const;
export type SourceName = (typeof sourceNames)[number];

export interface SourceOptions {
  source: SourceName;
  monitors: MonitorChoice;
  /** What the test pattern shows, e.g. the seat's name. */
  label: string;
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * The screen to take pictures of. Never throws: where there is none, the source says why with each grab. `auto` goes by
 * the system; a name insists on that back end.
 */
export function chooseSource(options: SourceOptions): ScreenSource {
  try {
    return make(options);
  } catch (error) {
    return absentSource('capture_failed', messageOf(error));
  }
}

function make(options: SourceOptions): ScreenSource {
  const { source, monitors, platform, label, now } = options;
  switch (source) {
    case 'test-pattern':
      return createTestPattern({ label, now });
    case 'windows':
      return createWindowsSource({ monitors });
    case 'macos':
      return createMacosSource({ monitors });
    case 'x11':
      return onX11(options, createX11ShmSource);
    case 'x11-socket':
      return onX11(options, createX11SocketSource);
    case 'auto':
      if (platform === 'win32') return createWindowsSource({ monitors });
      if (platform === 'darwin') return createMacosSource({ monitors });
      return isWayland(options.env) ? absentSource('wayland', waylandDetail) : onX11(options, bestX11Source);
  }
}

/** Beside a Wayland session there is mostly an X server too (XWayland), but its root window is black. */
const isWayland = (env: SourceOptions['env']): boolean =>
  Boolean(env.WAYLAND_DISPLAY) || env.XDG_SESSION_TYPE === 'wayland';

const waylandDetail =
  'a Wayland session lets no program take the screen unasked; choose an X11 (Xorg) session at the login screen, ' +
  'or turn Wayland off in the display manager';

type MakeX11 = (options: { display: string; monitors: MonitorChoice }) => ScreenSource;

function onX11({ env, monitors, now }: SourceOptions, makeSource: MakeX11): ScreenSource {
  if (!env.DISPLAY) return absentSource('no_display', 'DISPLAY is not set: no graphical session is known');
  const source = makeSource({ display: env.DISPLAY, monitors });
  return hiddenWhileLocked(source, createLogindProbe(env.XDG_SESSION_ID, now));
}

/** Xlib with shared memory; the socket where Xlib cannot be called, or the server shares no memory with us. */
const bestX11Source: MakeX11 = (options) => {
  const overSocket = () => createX11SocketSource(options);
  try {
    return withFallback(createX11ShmSource(options), overSocket);
  } catch (error) {
    if (error instanceof LibraryMissing) return overSocket();
    throw error;
  }
};
