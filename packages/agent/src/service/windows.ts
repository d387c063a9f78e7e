import { win32 } from 'node:path';
import type { Service, ServiceOptions } from './service.js';
import { xmlText } from './xml-text.js';

const task = 'DIDACTO agent';

/** A task at each user's logon, in their session: a Windows service lives in session 0 and sees no screen. */
export function windowsService({ command: [program, ...args], home, env }: ServiceOptions): Service {
  const folder = env.LOCALAPPDATA || win32.join(home, 'AppData\\Local');
  const path = win32.join(folder, 'didacto-agent', 'task.xml');
  const text = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>DIDACTO agent</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Users">
      <GroupId>S-1-5-32-545</GroupId>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>Parallel</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Users">
    <Exec>
      <Command>${xmlText(program)}</Command>
      <Arguments>${xmlText(args.map(windowsWord).join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
  return {
    files: [{ path, text: text.replaceAll('\n', '\r\n'), isUtf16: true }],
    install: [['schtasks', '/create', '/tn', task, '/xml', path, '/f']],
    uninstall: [
      ['schtasks', '/end', '/tn', task],
      ['schtasks', '/delete', '/tn', task, '/f'],
    ],
  };
}

/** A word of a command line as CommandLineToArgvW takes it apart again. */
const windowsWord = (word: string): string =>
  /^[^\s"]+$/.test(word) ? word : `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
