import { noWindow, type WindowBackEnd } from './window-back-end.js';
import { windowsWindow } from './windows-window.js';
import { x11Window } from './x11-window.js';

/** The window for a viewer's camera on this system. On macOS and bare Wayland there is none. */
export function chooseWindow(options: {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}): WindowBackEnd {
  const { platform, env } = options;
  if (platform === 'win32') return windowsWindow;
  return platform === 'darwin' || !env.DISPLAY ? noWindow : x11Window(env.DISPLAY);
}
