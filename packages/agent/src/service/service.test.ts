import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testHost } from '../testing/test-host.js';
import { installService, serviceOf, uninstallService } from './install.js';
import { type ServiceOptions, serviceKinds } from './service.js';

const options: ServiceOptions = {
  command: ['/usr/bin/node', '/opt/the "agent" 100%/main.js', '--config-dir', '/home/m & m/$cfg', 'run'],
  home: '/home/minjun',
  env: {},
};

describe('service files', () => {
  it.each(serviceKinds)('%s: start the agent with the session, whatever its path', (kind) => {
    expect(serviceOf(kind, options)).toMatchSnapshot();
  });

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  if (!hasSystemd) console.log('skipped: systemd-analyze not found; install systemd');
  it.skipIf(!hasSystemd)('pass systemd’s own check', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'unit-'));
    const command = [process.execPath, '/opt/the "agent" 100%/main.js', 'run'] as const;
    const [unit] = serviceOf('systemd', { ...options, command: [...command] }).files;
    const file = join(folder, 'didacto-agent.service');
    await writeFile(file, unit?.text ?? '');
    const check = spawnSync('systemd-analyze', ['--user', '--man=no', 'verify', file], { encoding: 'utf8' });
    expect(check.stderr.split('\n').filter((line) => line.includes('didacto-agent'))).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('are written and put to work, and taken away again', async () => {
    const home = await mkdtemp(join(tmpdir(), 'home-'));
    const service = serviceOf('windows', { ...options, home });
    const ran: string[] = [];
    const run = async (program: string, args: readonly string[]) => {
      ran.push([program, ...args.slice(0, 1)].join(' '));
      return { ok: true, stdout: '' };
    };
    await installService(service, run);
    const bytes = await readFile(service.files[0]?.path ?? '');
    expect([...bytes.subarray(0, 4)]).toEqual([0xff, 0xfe, 0x3c, 0]);
    await uninstallService(service, run);
    expect(ran).toEqual(['schtasks /create', 'schtasks /end', 'schtasks /delete']);
    await expect(readFile(service.files[0]?.path ?? '')).rejects.toThrow();
    await rm(home, { recursive: true });
  });

  it('tell of a system command that failed', async () => {
    const home = await mkdtemp(join(tmpdir(), 'home-'));
    const run = async () => ({ ok: false, stdout: '' });
    await expect(installService(serviceOf('systemd', { ...options, home }), run)).rejects.toThrow(/systemctl --user/);
    await rm(home, { recursive: true });
  });
});

describe('didacto-agent service', () => {
  it('prints the file, with the configuration folder of the line', async () => {
    const host = testHost();
    expect(await host.command('--config-dir', '/srv/agent', 'service', 'print', 'systemd')).toBe(0);
    expect(host.out()).toContain('ExecStart=/usr/bin/node /opt/didacto/agent/main.js --config-dir /srv/agent run');
  });

  it('says with --dry-run what it would do, and does nothing', async () => {
    const run = async () => {
      throw new Error('ran something');
    };
    const host = testHost({ run });
    expect(await host.command('service', 'install', 'systemd', '--dry-run', '--json')).toBe(0);
    expect(JSON.parse(host.out())).toEqual({
      write: ['/home/minjun/.config/systemd/user/didacto-agent.service'],
      run: [
        ['systemctl', '--user', 'daemon-reload'],
        ['systemctl', '--user', 'enable', '--now', 'didacto-agent.service'],
      ],
      done: false,
    });
  });
});
