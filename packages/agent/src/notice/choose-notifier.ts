import { languageOf } from '../language.js';
import { type RunProgram, runProgram } from '../run-program.js';
import { withHook } from './hook.js';
import { macosNotification } from './macos-notification.js';
import type { Notifier } from './notice.js';
import { notifySend } from './notify-send.js';
import { windowsBalloon } from './windows-balloon.js';
import { windowsBanner } from './windows-banner.js';
import { x11Banner } from './x11-banner.js';

export interface NotifierOptions {
  /** `none`: the computer's admin has decided that no notice is shown. */
  readonly mode: 'auto' | 'none';
  /** A site's own program, run beside. */
  readonly hook?: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run?: RunProgram;
}

/** The ways to show a notice on this system, best first, as one. */
export function chooseNotifier({ mode, hook, platform, env, run = runProgram }: NotifierOptions): Notifier {
  const own = mode === 'none' ? noNotifier : firstOf(notifiersFor({ platform, env, run }));
  return hook === undefined ? own : withHook(own, { command: hook, run, env });
}

function notifiersFor({ platform, env, run }: Required<Pick<NotifierOptions, 'platform' | 'env' | 'run'>>): Notifier[] {
  const language = languageOf(env);
  switch (platform) {
    case 'win32':
      return [windowsBalloon(language), windowsBanner(language)];
    case 'darwin':
      return [macosNotification({ run, language })];
    default: {
      const banner = env.DISPLAY ? [x11Banner({ display: env.DISPLAY, language })] : [];
      return [notifySend({ run, language, env }), ...banner];
    }
  }
}

/** Shows nothing. */
export const noNotifier: Notifier = { name: 'none', show: async () => false, end: async () => undefined };

/** For a made-up screen, where there is nobody to be told. */
export const testPatternNotifier: Notifier = {
  name: 'test-pattern',
  show: async () => true,
  end: async () => undefined,
};

/** The first of several that can show the notice. */
export function firstOf(notifiers: readonly Notifier[]): Notifier {
  let active: Notifier | undefined;
  return {
    get name() {
      return active?.name ?? (notifiers.map(({ name }) => name).join('|') || 'none');
    },
    async show(notice, lost) {
      for (const notifier of notifiers) {
        active = notifier;
        if (await notifier.show(notice, lost)) return true;
      }
      active = undefined;
      return false;
    },
    async end() {
      const ending = active;
      active = undefined;
      await ending?.end();
    },
  };
}
