import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Clipboard } from './clipboard.js';

/** macOS' clipboard through its own pbcopy. Not proven on a real Mac. */
export function macosClipboard(program = 'pbcopy'): Clipboard {
  return {
    name: 'pbcopy',
    async setText(text) {
      try {
        const child = spawn(program, [], {
          stdio: ['pipe', 'ignore', 'ignore'],
          env: { ...process.env, LANG: 'en_US.UTF-8' },
        });
        const exited = once(child, 'exit');
        // It may end before it has read all: its exit code says so.
        child.stdin.on('error', () => undefined);
        child.stdin.end(text);
        const [code] = await exited;
        return code === 0;
      } catch {
        return false;
      }
    },
    close: () => undefined,
  };
}
