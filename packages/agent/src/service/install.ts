import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AgentFailure } from '../failure.js';
import type { RunProgram } from '../run-program.js';
import { launchdService } from './launchd.js';
import type { Command, Service, ServiceFile, ServiceKind, ServiceOptions } from './service.js';
import { autostartService, systemdService } from './systemd.js';
import { windowsService } from './windows.js';

const makers: Readonly<Record<ServiceKind, (options: ServiceOptions) => Service>> = {
  systemd: systemdService,
  'xdg-autostart': autostartService,
  launchd: launchdService,
  windows: windowsService,
};

export const serviceOf = (kind: ServiceKind, options: ServiceOptions): Service => makers[kind](options);

/** @throws AgentFailure service_command_failed */
export async function installService({ files, install }: Service, run: RunProgram): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(file.path), { recursive: true });
    await writeFile(file.path, bytesOf(file));
  }
  for (const command of install) await must(run, command);
}

export async function uninstallService({ files, uninstall }: Service, run: RunProgram): Promise<void> {
  // What was never put to work cannot be stopped; its files go all the same.
  for (const [program, ...args] of uninstall) await run(program, args);
  for (const { path } of files) await rm(path, { force: true });
}

async function must(run: RunProgram, [program, ...args]: Command): Promise<void> {
  if ((await run(program, args)).ok) return;
  throw new AgentFailure(
    'service_command_failed',
    `This did not work; run it by hand to see why: ${[program, ...args].join(' ')}`,
  );
}

const bytesOf = ({ text, isUtf16 = false }: ServiceFile): Buffer =>
  isUtf16 ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text);
