import { isGuarded } from '../guard.js';

/** Signals that concern the wall. */
export type WallSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGTSTP' | 'SIGCONT';

/** The process as the wall needs it. */
export interface WallHost {
  /** Calls back on signals; returns how to stop that. */
  onSignal(listener: (signal: WallSignal) => void): () => void;
  /** Calls back when the process is about to die, or its guardian has died; returns how to stop that. */
  onCrash(listener: () => void): () => void;
  onGuardianLost(listener: () => void): () => void;
  /** Tells the guardian whose the terminal is. */
  announce(state: 'entered' | 'left'): void;
  /** Stops the whole job, as Ctrl-Z does, until it is continued. */
  stop(): void;
  /** Asks the terminal for its size again. */
  refreshSize(): void;
}

const SIGNALS: readonly WallSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGTSTP', 'SIGCONT'];

/** The real process. */
export const processHost: WallHost = {
  onSignal(listener) {
    const handlers = SIGNALS.map((signal) => ({ signal, handle: () => listener(signal) }));
    for (const { signal, handle } of handlers) process.on(signal, handle);
    return () => {
      for (const { signal, handle } of handlers) process.off(signal, handle);
    };
  },
  onCrash(listener) {
    // The monitor comes before the error is printed, so that it is printed on the ordinary screen.
    process.on('uncaughtExceptionMonitor', listener);
    process.on('exit', listener);
    return () => {
      process.off('uncaughtExceptionMonitor', listener);
      process.off('exit', listener);
    };
  },
  onGuardianLost(listener) {
    if (!isGuarded(process.env)) return () => {};
    process.on('disconnect', listener);
    // The channel to the guardian alone must not keep the process alive.
    process.channel?.unref();
    return () => process.off('disconnect', listener);
  },
  announce(state) {
    if (isGuarded(process.env) && process.connected) process.send?.({ terminal: state });
  },
  stop: () => void process.kill(0, 'SIGSTOP'),
  refreshSize: () => void process.kill(process.pid, 'SIGWINCH'),
};
