import type { RunProgram } from '../run-program.js';
import type { Notice, Notifier } from './notice.js';

export interface HookOptions {
  /** A program's path, without arguments. */
  readonly command: string;
  readonly run: RunProgram;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Tells a site's own program beside another notifier. What the server said is handed over in the environment alone,
 * never in a command line. The program ends with 0 if the student sees the notice by its doing.
 */
export function withHook(inner: Notifier, { command, run, env }: HookOptions): Notifier {
  const tell = (event: 'notice_start' | 'notice_end', notice: Notice | undefined) =>
    run(command, [], {
      ...env,
      DIDACTO_EVENT: event,
      DIDACTO_KIND: notice?.kind ?? 'wall',
      DIDACTO_LECTURE: notice?.lectureTitle ?? '',
      DIDACTO_INSTRUCTOR: notice?.instructorName ?? '',
    });
  let told: Notice | undefined;
  return {
    name: `${inner.name}+hook`,
    async show(notice, lost) {
      told = notice;
      const [own, site] = await Promise.all([inner.show(notice, lost), tell('notice_start', notice)]);
      return own || site.ok;
    },
    async end() {
      await Promise.all([inner.end(), tell('notice_end', told)]);
      told = undefined;
    },
  };
}
