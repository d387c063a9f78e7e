import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startXvfb } from '../../bench/xvfb.js';

/** A Windows desktop of its own: a fresh Wine prefix on a virtual screen. */
export interface Windows {
  readonly display: string;
  /** Runs a Windows program to its end. */
  run(args: readonly string[]): Promise<Ran>;
  /** Starts a program on the desktop, as a click would; its output comes into a file of that name. */
  start(name: string, args: readonly string[]): void;
  /** What a started program has written. */
  output(name: string): string;
  /** Ends every Windows program and the screen. */
  stop(): Promise<void>;
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const screenSize = { width: 1280, height: 720 };
const desktop = `/desktop=lab,${screenSize.width}x${screenSize.height}`;

/** The path as a Windows program knows it. */
export const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

/** @param sound where its sound goes to and comes from: as PulseAudio's programs are told */
export async function startWindows(work: string, sound: { PULSE_SERVER?: string | undefined } = {}): Promise<Windows> {
  const screen = await startXvfb(screenSize);
  const env = {
    ...sound,
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    WINEPREFIX: join(work, 'prefix'),
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    DISPLAY: screen.display,
  };
  const fileOf = (name: string): string => join(work, `${name}.txt`);
  const launch = (name: string, args: readonly string[]): ChildProcess => {
    // Files: through a pipe, Node for Windows dies under Wine.
    const out = openSync(fileOf(name), 'w');
    const err = openSync(fileOf(`${name}-errors`), 'w');
    const child = spawn('wine', args, { env, stdio: ['ignore', out, err] });
    closeSync(out);
    closeSync(err);
    return child;
  };
  const output = (name: string): string => readFileSync(fileOf(name), 'utf8');
  let count = 0;
  const run = async (args: readonly string[]): Promise<Ran> => {
    const name = `run-${++count}`;
    const [code] = await once(launch(name, args), 'exit');
    return { code: Number(code ?? 1), stdout: output(name), stderr: output(`${name}-errors`) };
  };
  const shutDown = (): void => {
    try {
      execFileSync('wineserver', ['-k'], { env, stdio: 'ignore' });
      execFileSync('wineserver', ['-w'], { env, stdio: 'ignore', timeout: 20_000 });
    } catch {
      // There was none to end; whether a process is left is looked at separately.
    }
  };
  const stop = async (): Promise<void> => {
    shutDown();
    await screen.stop();
  };
  try {
    await run(['wineboot', '-i']);
    // Node refuses to run on what Wine says it is by default.
    const version = await run(['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f']);
    if (version.code !== 0) throw new Error(`Wine did not start: ${version.stderr}`);
    // Its services, the task scheduler among them, start right only after a restart.
    shutDown();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    display: screen.display,
    run,
    start: (name, args) => void launch(name, ['explorer', desktop, ...args]),
    output,
    stop,
  };
}
