import { constants } from 'node:os';
import { type Language, messages } from '../i18n/index.js';
import { systemClock, type WallClock } from './clock.js';
import { WallController } from './controller.js';
import { InkDisplay } from './display.js';
import type { WallKey } from './keys.js';
import { type LiveStudents, WallLive } from './live.js';
import type { WallSource } from './model.js';
import { createPalette } from './palette.js';
import { loadJpegDecoder } from './picture/decode-jpeg.js';
import { renderOnce } from './render-once.js';
import { hasKitty, sizeOf } from './screen/ask-terminal.js';
import { detectColours, type Environment } from './screen/capabilities.js';
import { onHangUp } from './screen/on-hang-up.js';
import { processHost, type WallHost, type WallSignal } from './screen/process-host.js';
import { TerminalSession } from './screen/terminal-session.js';

/** What a wall runs on. */
export interface RunWallOptions {
  source: WallSource;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  env: Environment;
  lang: Language;
  clock?: WallClock;
  host?: WallHost;
  /** Where students can be viewed live. */
  live?: LiveStudents;
}

const exitCode = (signal: WallSignal): number => 128 + constants.signals[signal];

/** Whether the wall can show itself here; where it cannot, one text picture of the lesson is printed instead. */
export function isInteractive({ stdin, stdout, env }: Pick<RunWallOptions, 'stdin' | 'stdout' | 'env'>): boolean {
  return Boolean(stdin.isTTY && stdout.isTTY) && env.TERM !== 'dumb';
}

/**
 * Shows the wall until the person quits or a signal ends it, then closes the source. The terminal is whole again when
 * this returns or throws.
 *
 * @returns The exit code: 0, 130 after Ctrl-C, 128 + the signal's number.
 */
export async function runWall(options: RunWallOptions): Promise<number> {
  const { source, stdin, stdout, host = processHost } = options;
  if (!isInteractive(options)) return printOnce(options);
  const ending = new Ending();
  const hangUp = () => ending.finish(exitCode('SIGHUP'));
  const session = new TerminalSession({ stdin, stdout }, (state) => host.announce(state));
  const stopWatching = [host.onCrash(() => session.leave()), host.onGuardianLost(hangUp)];
  // An error here means that the terminal is gone, or no longer ours since the guardian died.
  const stopListening = onHangUp({ stdin, stdout }, hangUp);
  session.enter();
  try {
    return await runInteractive(options, session, ending);
  } finally {
    session.leave();
    for (const stop of stopWatching) stop();
    await source.close();
    stopListening();
  }
}

async function printOnce({ source, stdout, env, lang }: RunWallOptions): Promise<number> {
  const width = stdout.columns || 80;
  const colour = env.FORCE_COLOR !== undefined && detectColours(env) !== 'none';
  stdout.write(await renderOnce(source.snapshot(), { json: false, width, lang, colour, now: source.now() }));
  await source.close();
  return 0;
}

/** With which exit code the wall ends; the first word counts. */
class Ending {
  finish: (code: number) => void = () => {};
  readonly code = new Promise<number>((resolve) => {
    this.finish = resolve;
  });
}

async function runInteractive(options: RunWallOptions, session: TerminalSession, ending: Ending): Promise<number> {
  const { source, stdin, stdout, env, clock = systemClock, host = processHost } = options;
  const size = sizeOf(stdout);
  const colours = detectColours(env);
  const decode = await loadJpegDecoder();
  const kitty = await hasKitty({ stdin, stdout, env, clock });
  if (kitty) session.enableKitty();
  const onKey = (key: WallKey) => controller.press(key);
  const display = new InkDisplay({ stdin, stdout, size, colours, kitty, decode, onKey });
  const suspend = () => {
    session.leave();
    host.stop();
  };
  const live =
    options.live &&
    new WallLive({
      students: options.live,
      terminal: { stdin, stdout, kitty, colours, decode, clock, language: options.lang },
      forwardInput: (on) => session.forwardInput(on),
      pause: () => {
        controller.pause();
        display.pause();
        // Which ends with Ink.
        stdin.setRawMode(true);
      },
      resume: (message) => controller.resume(sizeOf(stdout), message),
      interrupted: () => ending.finish(exitCode('SIGINT')),
    });
  const controller = new WallController({
    ...{ source, display, clock, size },
    language: options.lang,
    texts: messages(options.lang).wall,
    palette: createPalette(colours),
    onQuit: (interrupted) => ending.finish(interrupted ? exitCode('SIGINT') : 0),
    onSuspend: suspend,
    ...(live && { live }),
  });
  const resize = () => {
    if (!live?.resize(sizeOf(stdout))) controller.resize(sizeOf(stdout));
  };
  const stopSignals = host.onSignal((signal) => {
    if (signal === 'SIGTSTP') return suspend();
    if (signal !== 'SIGCONT') return ending.finish(exitCode(signal));
    session.enter();
    host.refreshSize();
    resize();
  });
  stdout.on('resize', resize);
  try {
    controller.start();
    return await Promise.race([ending.code, display.untilClosed().then(() => 0)]);
  } finally {
    stdout.off('resize', resize);
    stopSignals();
    controller.stop();
    display.close();
    const left = live?.close();
    session.leave();
    await left;
  }
}
