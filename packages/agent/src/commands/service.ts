import { resolve } from 'node:path';
import type { Host } from '../host.js';
import { installService, serviceOf, uninstallService } from '../service/install.js';
import type { Service, ServiceKind } from '../service/service.js';

export interface ServiceInput {
  readonly kind: ServiceKind;
  /** The configuration folder, where it is not the usual one. */
  readonly dir?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

function made(host: Host, { kind, dir }: ServiceInput): Service {
  const [node, ...program] = host.program;
  const options = dir === undefined ? [] : ['--config-dir', resolve(dir)];
  return serviceOf(kind, { command: [node, ...program, ...options, 'run'], home: host.home, env: host.env });
}

/** `service print` */
export function printService(host: Host, input: ServiceInput): void {
  const { files } = made(host, input);
  host.say(
    input.json
      ? JSON.stringify({ files })
      : files.map(({ text }) => text.replaceAll('\r\n', '\n').trimEnd()).join('\n\n'),
  );
}

/** `service install` */
export async function installCommand(host: Host, input: ServiceInput): Promise<void> {
  const service = made(host, input);
  if (!input.dryRun) await installService(service, host.run);
  const write = service.files.map(({ path }) => path);
  tell(host, input, { write, run: service.install }, host.texts.say.installed);
}

/** `service uninstall` */
export async function uninstallCommand(host: Host, input: ServiceInput): Promise<void> {
  const service = made(host, input);
  if (!input.dryRun) await uninstallService(service, host.run);
  const remove = service.files.map(({ path }) => path);
  tell(host, input, { remove, run: service.uninstall }, host.texts.say.uninstalled);
}

type Plan = Readonly<Record<string, readonly (string | readonly string[])[]>>;

function tell(host: Host, { dryRun = false, json }: ServiceInput, plan: Plan, done: string): void {
  if (json) {
    host.say(JSON.stringify({ ...plan, done: !dryRun }));
    return;
  }
  const lines = Object.entries(plan).flatMap(([verb, things]) =>
    things.map((thing) => `  ${verb} ${typeof thing === 'string' ? thing : thing.join(' ')}`),
  );
  host.say([dryRun ? host.texts.say.wouldDo : done, ...lines].join('\n'));
}
