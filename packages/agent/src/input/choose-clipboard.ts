import type { Clipboard } from './clipboard.js';
import { macosClipboard } from './macos-clipboard.js';
import { windowsClipboard } from './windows-clipboard.js';
import { xClipboard } from './x11-clipboard.js';

/** The student's clipboard on this system; where none is known, nothing is put there, and `setText` says so. */
export function chooseClipboard(options: {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Clipboard {
  const { platform, env } = options;
  if (platform === 'win32') return windowsClipboard();
  if (platform === 'darwin') return macosClipboard();
  return env.DISPLAY ? xClipboard(env.DISPLAY) : noClipboard;
}

const noClipboard: Clipboard = { name: 'none', setText: async () => false, close: () => undefined };
