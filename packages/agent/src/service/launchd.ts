import { posix } from 'node:path';
import type { Service, ServiceOptions } from './service.js';
import { xmlText } from './xml-text.js';

const label = 'io.didacto.agent';

/** A LaunchAgent: it runs in the user's session, where a LaunchDaemon would see no screen. */
export function launchdService({ command, home }: ServiceOptions): Service {
  const path = posix.join(home, 'Library/LaunchAgents', `${label}.plist`);
  const words = command.map((word) => `    <string>${xmlText(word)}</string>`).join('\n');
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${label}</string>
  <key>ProgramArguments</key>
  <array>
${words}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <true/>
  <key>ThrottleInterval</key>
  <integer>2</integer>
  <key>LimitLoadToSessionType</key>
  <string>Aqua</string>
  <key>ProcessType</key>
  <string>Background</string>
</dict>
</plist>
`;
  return {
    files: [{ path, text }],
    install: [['launchctl', 'load', '-w', path]],
    uninstall: [['launchctl', 'unload', '-w', path]],
  };
}
