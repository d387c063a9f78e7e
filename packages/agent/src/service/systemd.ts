import { posix } from 'node:path';
import type { Command, Service, ServiceOptions } from './service.js';

const unit = 'didacto-agent.service';

const configFolder = ({ home, env }: ServiceOptions): string => env.XDG_CONFIG_HOME || posix.join(home, '.config');

/** A *user* unit: a system service has no way to the student's session and its screen. */
export const systemdService = (options: ServiceOptions): Service => ({
  files: [{ path: posix.join(configFolder(options), 'systemd/user', unit), text: unitText(options.command) }],
  install: [
    ['systemctl', '--user', 'daemon-reload'],
    ['systemctl', '--user', 'enable', '--now', unit],
  ],
  uninstall: [['systemctl', '--user', 'disable', '--now', unit]],
});

/** For sessions that do not reach graphical-session.target, or have no systemd. Nothing restarts what it started. */
export const autostartService = (options: ServiceOptions): Service => ({
  files: [
    {
      path: posix.join(configFolder(options), 'autostart/didacto-agent.desktop'),
      text: autostartText(options.command),
    },
  ],
  install: [],
  uninstall: [],
});

const unitText = (command: Command): string => `[Unit]
Description=DIDACTO agent
PartOf=graphical-session.target
After=graphical-session.target
StartLimitIntervalSec=0

[Service]
ExecStart=${command.map(unitWord).join(' ')}
Restart=always
RestartSec=2
# Not paired, or a wrong option: starting again would not help.
RestartPreventExitStatus=2 4
NoNewPrivileges=yes

[Install]
WantedBy=graphical-session.target
`;

const autostartText = (command: Command): string => `[Desktop Entry]
Type=Application
Name=DIDACTO agent
Exec=${command.map(desktopWord).join(' ')}
Terminal=false
NoDisplay=true
X-GNOME-Autostart-enabled=true
`;

/** A word of ExecStart (systemd.service(5)): quoted, `%` and `$` doubled. */
const unitWord = (word: string): string =>
  quoted(word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$'));

/** A word of Exec (Desktop Entry Specification): quoted, its escapes escaped once more as in any value. */
const desktopWord = (word: string): string =>
  quoted(
    word
      .replace(/[\\"`$]/g, '\\$&')
      .replaceAll('\\', '\\\\')
      .replaceAll('%', '%%'),
  );

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`);
