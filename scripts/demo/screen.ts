import { startContent } from '../../bench/content/start.js';
import { isInstalled, startXvfb } from '../../bench/xvfb.js';
import type { Display } from './agents.js';

/** A real screen for one agent: this machine's own, else a virtual one with an editor at work on it, else none. */
export interface DemoScreen {
  readonly display: Display;
  /** What it is, for people. */
  readonly says: string;
  stop(): Promise<void>;
}

const size = { width: 1280, height: 720 };

export async function findScreen(env: NodeJS.ProcessEnv): Promise<DemoScreen> {
  if (env.DISPLAY) return { display: env.DISPLAY, says: `shows your own screen, ${env.DISPLAY}`, stop: async () => {} };
  if (!isInstalled('Xvfb')) {
    return {
      display: undefined,
      says: 'shows a test pattern: there is no X display, and Xvfb is not installed',
      stop: async () => {},
    };
  }
  const server = await startXvfb(size);
  const content = await startContent({ display: server.display, size, content: 'coding', clock: true });
  return {
    display: server.display,
    says: `captures a real X screen, ${server.display} (Xvfb, an editor that scrolls)`,
    stop: async () => {
      await content.stop();
      await server.stop();
    },
  };
}
