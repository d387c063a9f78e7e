import type { Language } from '../language.js';
import type { RunProgram } from '../run-program.js';
import type { Notice, Notifier } from './notice.js';
import { noticeTexts, noticeWords } from './notice-text.js';

export interface NotifySendOptions {
  readonly run: RunProgram;
  readonly language: Language;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The desktop's own notifications: one that stays until the student puts it away, and a last word at the end. */
export function notifySend({ run, language, env }: NotifySendOptions): Notifier {
  const texts = noticeTexts[language];
  // Without a session bus libnotify may start one of its own, on which nobody listens.
  const hasBus = Boolean(env.DBUS_SESSION_BUS_ADDRESS || env.XDG_RUNTIME_DIR);
  const send = (options: readonly string[], text: string) =>
    run('notify-send', ['--app-name=didacto-agent', ...options, '--', texts.title, escapeMarkup(text)], env);
  const lasting = ['--urgency=critical', '--expire-time=0', '--hint=boolean:resident:true'];
  let id: string | undefined;
  let shown: Pick<Notice, 'kind'> = {};
  return {
    name: 'notify-send',
    async show(notice) {
      if (!hasBus) return false;
      shown = notice;
      const text = noticeWords(language, notice).visible(notice);
      const sent = await send([...lasting, '--print-id'], text);
      id = sent.ok ? sent.stdout.trim().match(/^\d+$/)?.[0] : undefined;
      // libnotify before 0.7.10 knows no --print-id.
      return sent.ok || (await send(lasting, text)).ok;
    },
    async end() {
      await send(
        ['--expire-time=5000', ...(id === undefined ? [] : [`--replace-id=${id}`])],
        noticeWords(language, shown).over,
      );
      id = undefined;
    },
  };
}

/** Notification daemons read the body as markup. */
const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
