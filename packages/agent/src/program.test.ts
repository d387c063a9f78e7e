import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configDir } from './config-dir.js';
import { languageOf } from './language.js';
import { fakeServer } from './testing/fake-server.js';
import { pairingCode } from './testing/samples.js';
import { testHost } from './testing/test-host.js';

it('explains itself in the user’s language, with examples', async () => {
  const [english, korean] = [testHost(), testHost({ language: 'ko' })];
  expect(await english.command('--help')).toBe(0);
  expect(english.out()).toMatch(/Examples:\n {2}didacto-agent pair/);
  expect(await korean.command('--help')).toBe(0);
  expect(korean.out()).toContain('실습실 PC를 서버와 페어링합니다');
});

it.each([
  [['pair', 'https://didacto.example']],
  [['run', '--source', 'camera']],
  [['nonsense']],
  [['login', 'https://x.example']],
])('ends with 2 when the line is wrong: %j', async (args) => {
  expect(await testHost().command(...args)).toBe(2);
});

it('ends with 7 when the server cannot be reached, and says so as JSON when asked', async () => {
  const server = await fakeServer();
  const { url } = server;
  await server.close();
  const host = testHost({ language: 'ko' });
  const dir = await mkdtemp(join(tmpdir(), 'agent-'));
  expect(await host.command('--config-dir', dir, 'pair', url, pairingCode, '--json')).toBe(7);
  expect(JSON.parse(host.err())).toMatchObject({ error: { code: 'unreachable' } });
  await rm(dir, { recursive: true });
});

it.each(['en', 'ko'] as const)('names the way on where no agent is running: %s', async (language) => {
  for (const asked of ['status', 'consent']) {
    const host = testHost({ language });
    expect(await host.command('--config-dir', join(tmpdir(), 'no-such-agent'), asked)).toBe(1);
    expect(host.err()).toContain('didacto-agent run');
  }
});

it('asks for no password where nobody can type one', async () => {
  const host = testHost();
  expect(await host.command('--config-dir', tmpdir(), 'login', 'https://x.example', '--email', 'a@b.example')).toBe(2);
});

it('finds out what works here', async () => {
  const server = await fakeServer();
  const dir = await mkdtemp(join(tmpdir(), 'agent-'));
  const host = testHost();
  await host.command('--config-dir', dir, 'pair', server.url, pairingCode);
  const doctor = ['--config-dir', dir, 'doctor', '--source', 'test-pattern'];
  expect(await host.command(...doctor, '--json')).toBe(1);
  const { findings } = JSON.parse(host.out());
  const found = Object.fromEntries(
    findings
      .filter((finding: { optional?: boolean }) => !finding.optional)
      .map((finding: { check: string; ok: boolean }) => [finding.check, finding.ok]),
  );
  expect(found).toEqual({
    configuration: true,
    'key file': true,
    server: true,
    'server key': true,
    clock: true,
    screen: true,
    notice: false,
    running: true,
  });
  // What only a live room needs is named, and is no fault of this computer's.
  const hook = ['--hook', '/bin/true'];
  expect(await host.command(...doctor, ...hook)).toBe(0);
  expect(host.out()).toMatch(/^none control: DISPLAY is not set/m);
  expect(host.out()).toMatch(/^none camera: no window/m);
  await server.close();
  await rm(dir, { recursive: true });
});

it('takes its folder from the line, the environment, or who runs it', () => {
  const env = { DIDACTO_AGENT_DIR: '/srv/agent' };
  expect(configDir({ wanted: '/tmp/here', env, isRoot: true })).toBe('/tmp/here');
  expect(configDir({ env, isRoot: true })).toBe('/srv/agent');
  expect(configDir({ env: {}, isRoot: true })).toBe('/etc/didacto');
  expect(configDir({ env: {}, isRoot: false })).toMatch(/didacto-agent/);
});

it('speaks Korean where the user does', () => {
  expect([
    languageOf({ LANG: 'ko_KR.UTF-8' }),
    languageOf({ LANG: 'C' }),
    languageOf({ DIDACTO_LANG: 'ko', LANG: 'C' }),
  ]).toEqual(['ko', 'en', 'ko']);
});
