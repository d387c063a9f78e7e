import { spawn } from 'node:child_process';

interface World {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What opens an address in this system's browser; undefined: there is no desktop to open it on. */
export function browserCommand({ platform, env }: World, url: string): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open', url];
  // Not `start`: a command line would read the `&` of an address.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open', url] : undefined;
}

/** Opens an address in the browser; false where that cannot be. It does not wait for the browser. */
export async function openBrowser(env: World['env'], url: string): Promise<boolean> {
  const command = browserCommand({ platform: process.platform, env }, url);
  if (command === undefined) return false;
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
