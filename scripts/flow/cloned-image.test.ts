import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Device } from '@didacto/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stopProcess } from '../../bench/processes.js';
import { type School, startSchool } from '../school.js';

const agentProgram = 'packages/agent/dist/main.js';
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'didacto-clone-'));
const agents: ChildProcess[] = [];
let school: School;

beforeAll(async () => {
  process.chdir(root);
  school = await startSchool({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  await Promise.all(agents.map(stopProcess));
  await school.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (configDir: string): void => {
  const args = [agentProgram, 'run', '--source', 'test-pattern', '--config-dir', configDir, '--log-level', 'error'];
  agents.push(spawn(process.execPath, args, { stdio: 'ignore' }));
};

async function untilDevice(id: string, holds: (device: Device) => boolean): Promise<Device> {
  for (;;) {
    const device = await school.admin.didacto.devices.get({ deviceId: id });
    if (holds(device)) return device;
    await pause(100);
  }
}

test('the real agent on a cloned disk image is refused, both computers are named, and the first stays', async () => {
  const lab = await school.admin.didacto.labs.create({ name: '1실습실' });
  const { device, code } = await school.admin.didacto.devices.create({ labId: lab.id, name: 'PC-01' });
  const first = join(folder, 'first');
  const pairing = spawnSync(process.execPath, [agentProgram, 'pair', school.url, code, '--config-dir', first]);
  expect(pairing.status).toBe(0);
  run(first);
  await untilDevice(device.id, ({ connected }) => connected);
  const clone = join(folder, 'clone');
  cpSync(first, clone, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  run(clone);
  const found = await untilDevice(device.id, (seen) => seen.clone !== null);
  expect(found.clone?.hosts).toHaveLength(2);
  expect(found).toMatchObject({ connected: true, state: 'paired' });
});
