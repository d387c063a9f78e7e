import { execFile } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import type { HostFacts } from '@didacto/sdk/contract';
import * as z from 'zod';
import { safeText } from './safe-text.js';

const run = promisify(execFile);
const shortly = { timeout: 3_000 } as const;

const manifest = z.object({ version: z.string() }).parse(createRequire(import.meta.url)('../package.json'));
export const agentVersion = manifest.version;

/** What this computer says of itself. @param name instead of the host name */
export async function hostFacts(name?: string): Promise<HostFacts> {
  return {
    hostname: safeText(name ?? hostname()).slice(0, 253) || 'unnamed',
    platform: `${process.platform}-${process.arch}`,
    agentVersion,
    machineId: await machineId(),
  };
}

/** The same for every start on this installation, different after a proper reinstall; null where there is none. */
async function machineId(): Promise<string | null> {
  const raw = await rawMachineId().catch(() => undefined);
  // machine-id(5): the id itself must not leave the machine, a keyed hash of it may.
  return raw ? createHmac('sha256', 'didacto-agent').update(raw).digest('hex').slice(0, 32) : null;
}

async function rawMachineId(): Promise<string | undefined> {
  switch (process.platform) {
    case 'win32': {
      const key = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';
      const { stdout } = await run('reg', ['query', key, '/v', 'MachineGuid', '/reg:64'], shortly);
      return stdout.match(/MachineGuid\s+REG_SZ\s+(\S+)/)?.[1];
    }
    case 'darwin': {
      const { stdout } = await run('ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], shortly);
      return stdout.match(/"IOPlatformUUID" = "([^"]+)"/)?.[1];
    }
    default:
      return (await readFile('/etc/machine-id', 'utf8')).trim();
  }
}

/** A short name for a path or another long text. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
