import { spawn } from 'node:child_process';
import { firstLine, stopProcess } from '../../bench/processes.js';

const serverProgram = 'packages/server/dist/main.js';

/** The fake payment providers as a child process. */
export interface DemoSandbox {
  readonly url: string;
  /** What points a server at it. */
  readonly environment: Record<string, string>;
  /** A buyer without a browser: acts in the payment window, and gives where their browser goes next. */
  buy(party: string, request: object, act: 'pay' | 'decline' | 'cancel'): Promise<URL>;
  /** What the providers really hold, by payment. */
  held(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

export async function startDemoSandbox(): Promise<DemoSandbox> {
  const child = spawn(process.execPath, [serverProgram, 'sandbox', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url, environment }: { url: string; environment: Record<string, string> } = JSON.parse(
    await firstLine(child, child.stdout),
  );
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The sandbox refused ${path}: ${await response.text()}`);
    return response.json() as Promise<T>;
  };
  return {
    url,
    environment,
    buy: async (party, request, act) => {
      const asked = { party, request, act: { act } };
      const { destination } = await call<{ destination: string }>('POST', '/sandbox/buyers', asked);
      return new URL(destination);
    },
    held: async () => (await call<{ held: Record<string, number> }>('GET', '/sandbox/truth')).held,
    stop: () => stopProcess(child),
  };
}
