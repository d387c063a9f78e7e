/** A file that makes the system start the agent with a login session, and how to put it to work. */
export interface ServiceFile {
  readonly path: string;
  readonly text: string;
  /** UTF-16 with a byte order mark, as Windows' task files have it. */
  readonly isUtf16?: boolean;
}

export interface Service {
  readonly files: readonly ServiceFile[];
  readonly install: readonly Command[];
  readonly uninstall: readonly Command[];
}

/** A program and its arguments. */
export type Command = readonly [string, ...string[]];

export interface ServiceOptions {
  /** What is started: this Node, this program, its arguments. */
  readonly command: Command;
  readonly home: string;
  /** For what a platform keeps elsewhere than in the home folder, e.g. XDG_CONFIG_HOME. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const serviceKinds = ['systemd', 'xdg-autostart', 'launchd', 'windows'] as const;
export type ServiceKind = (typeof serviceKinds)[number];
