import { constants } from 'node:os';
import type { Language } from '../../i18n/index.js';
import { systemClock } from '../../wall/clock.js';
import { loadJpegDecoder } from '../../wall/picture/decode-jpeg.js';
import { hasKitty, sizeOf } from '../../wall/screen/ask-terminal.js';
import { detectColours, type Environment } from '../../wall/screen/capabilities.js';
import { onHangUp } from '../../wall/screen/on-hang-up.js';
import { processHost, type WallHost } from '../../wall/screen/process-host.js';
import { TerminalSession } from '../../wall/screen/terminal-session.js';
import type { LinkParts } from './live-link.js';
import { openTtyView, type ViewEnd, type ViewTerminal } from './tty-view.js';

export interface RunTtyOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly env: Environment;
  readonly language: Language;
  readonly join: LinkParts['join'];
  readonly clock?: ViewTerminal['clock'];
  readonly host?: WallHost;
}

/** How it ended: by the person, for a reason, or by a signal. */
export type TtyEnd = ViewEnd | { readonly kind: 'signal'; readonly exitCode: number };

/** Shows one student until it ends. The terminal is whole again when this returns or throws. */
export async function runTty(options: RunTtyOptions): Promise<TtyEnd> {
  const { stdin, stdout, host = processHost } = options;
  let stop: (end: TtyEnd) => void = () => undefined;
  const stopped = new Promise<TtyEnd>((resolve) => {
    stop = resolve;
  });
  const byCode = (signal: keyof typeof constants.signals) =>
    stop({ kind: 'signal', exitCode: 128 + constants.signals[signal] });
  const hangUp = () => byCode('SIGHUP');
  const session = new TerminalSession({ stdin, stdout }, (state) => host.announce(state));
  const stopWatching = [host.onCrash(() => session.leave()), host.onGuardianLost(hangUp)];
  // An error here means that the terminal is gone.
  const stopListening = onHangUp({ stdin, stdout }, hangUp);
  session.enter();
  try {
    return await show(options, session, stopped, byCode);
  } finally {
    session.leave();
    for (const unwatch of stopWatching) unwatch();
    stopListening();
    stdin.unref();
  }
}

async function show(
  options: RunTtyOptions,
  session: TerminalSession,
  stopped: Promise<TtyEnd>,
  byCode: (signal: keyof typeof constants.signals) => void,
): Promise<TtyEnd> {
  const { stdin, stdout, env, language, join, clock = systemClock, host = processHost } = options;
  const decode = await loadJpegDecoder();
  const kitty = await hasKitty({ stdin, stdout, env, clock });
  if (kitty) session.enableKitty();
  const colours = detectColours(env);
  const terminal = { stdin, stdout, size: sizeOf(stdout), kitty, colours, decode, clock, language };
  const view = openTtyView({ ...terminal, forwardInput: (on) => session.forwardInput(on) }, join);
  const resize = () => view.resize(sizeOf(stdout));
  const stopSignals = host.onSignal((signal) => {
    if (signal === 'SIGTSTP') {
      session.leave();
      host.stop();
    } else if (signal === 'SIGCONT') {
      session.enter();
      host.refreshSize();
      resize();
    } else byCode(signal);
  });
  stdout.on('resize', resize);
  try {
    return await Promise.race([view.ended, stopped]);
  } finally {
    stdout.off('resize', resize);
    const left = view.close();
    // The person has the terminal back while the room is left.
    session.leave();
    await left;
    stopSignals();
  }
}
