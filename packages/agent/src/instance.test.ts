import { once } from 'node:events';
import { link, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerInstance } from './answer-instance.js';
import { AgentFailure } from './failure.js';
import { askConsent, askInstance, holdInstance, type InstanceAddress, instanceAddress } from './instance.js';
import { type FakeServer, fakeServer } from './testing/fake-server.js';
import { lesson, pairingCode } from './testing/samples.js';
import { testHost } from './testing/test-host.js';

let dir: string;
let address: InstanceAddress;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-'));
  address = instanceAddress(dir, { XDG_RUNTIME_DIR: dir });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it('lets one agent of a configuration run, and the next when it ended', async () => {
  const first = await holdInstance(address);
  await expect(holdInstance(address)).rejects.toThrow(/already running/);
  await first.release();
  await (await holdInstance(address)).release();
});

const isWindows = process.platform === 'win32';

it.skipIf(isWindows)('takes over from an agent that died without a word', async () => {
  // A socket whose process is gone: bound, never closed, its listener taken away.
  const { spawnSync } = await import('node:child_process');
  await (await holdInstance(address)).release();
  const script = `require('node:net').createServer().listen(${JSON.stringify(address.path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  await (await holdInstance(address)).release();
});

it.skipIf(isWindows)('lets one of several take over, however they meet', async () => {
  await (await holdInstance(address)).release();
  for (let round = 0; round < 100; round++) {
    await leaveDeadSocket(address.path);
    const contenders = await Promise.allSettled(Array.from({ length: 5 }, () => holdInstance(address)));
    const winners = contenders.filter((one) => one.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const one of contenders)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'already_running' });
    await winners[0]?.value.release();
  }
});

/** A socket file that nobody listens at: a second name of one that was closed. */
async function leaveDeadSocket(path: string): Promise<void> {
  const passing = createServer();
  await new Promise<void>((resolve) => passing.listen(`${path}.passing`, resolve));
  await link(`${path}.passing`, path);
  await new Promise<void>((resolve) => passing.close(() => resolve()));
}

it('does not take over what answers, whoever it is', async () => {
  if (address.folder === undefined) return;
  await (await holdInstance(address)).release();
  const other = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => other.listen(address.path, resolve));
  await expect(holdInstance(address)).rejects.toThrow(/already running/);
  other.close();
});

it.each([
  ['no_lesson', '이 컴퓨터는 지금 수업 중이 아닙니다.'],
  ['connection_lost', '실행 중인 에이전트가 바꾸지 못했습니다.'],
])('says in one language why a consent was not taken: %s', async (code, said) => {
  const held = await holdInstance(address);
  const setConsent = () => Promise.reject(new AgentFailure(code, 'In English'));
  const status = () => {
    throw new Error('not asked for');
  };
  held.serve(answerInstance({ status, setConsent }));
  const host = testHost({ language: 'ko', env: { XDG_RUNTIME_DIR: dir } });
  expect(await host.command('--config-dir', dir, 'consent', '--voice', 'yes')).toBe(1);
  expect(host.err()).toBe(`didacto-agent: ${said} [${code}]`);
  await held.release();
});

it('takes a consent only from who asks for one, and says why not where there is no lesson', async () => {
  const held = await holdInstance(address);
  const changes: object[] = [];
  const agent = {
    status: () => {
      throw new Error('not asked for');
    },
    setConsent: async (change: object) => {
      changes.push(change);
      if (changes.length > 2) throw new AgentFailure('no_lesson', '');
      return { screen: true, voice: true, camera: false };
    },
  };
  held.serve(answerInstance(agent));
  expect(await askConsent(address.path, { voice: true })).toEqual({ ok: true, consent: await agent.setConsent({}) });
  expect(await askConsent(address.path, { camera: true })).toEqual({ ok: false, code: 'no_lesson' });
  const socket = connect(address.path, () => socket.write('consent {"voice": "perhaps"}\n'));
  const [reply]: unknown[] = await once(socket, 'data');
  expect(String(reply)).toContain('"ok":false');
  const endless = connect(address.path, () => endless.write('x'.repeat(10_000)));
  endless.resume();
  await once(endless, 'close');
  expect(changes).toEqual([{ voice: true }, {}, { camera: true }]);
  await held.release();
  expect(await askConsent(address.path, { voice: true })).toBeUndefined();
});

it('answers status while it runs, without a secret, and stops when it is asked to', async () => {
  const server: FakeServer = await fakeServer();
  const host = testHost({ env: { XDG_RUNTIME_DIR: dir } });
  const line = ['--config-dir', dir];
  await host.command(...line, 'pair', server.url, pairingCode);
  expect(await host.command(...line, 'status')).toBe(1);
  server.assign(lesson());
  const running = host.command(...line, 'run', '--source', 'test-pattern', '--notice', 'none', '--log-level', 'error');
  await server.until(() => server.seen.pushes.length >= 1);
  const viewer = testHost({ env: { XDG_RUNTIME_DIR: dir } });
  expect(await viewer.command(...line, 'status', '--json')).toBe(0);
  expect(JSON.parse(viewer.out())).toMatchObject({ phase: 'capturing', screen: { source: 'test-pattern' } });
  expect(viewer.out()).not.toMatch(/token|signature/i);
  expect(await viewer.command(...line, 'run')).toBe(1);
  expect(viewer.err()).toContain('already_running');
  host.stop();
  expect(await running).toBe(0);
  expect(await askInstance(address.path)).toBeUndefined();
  expect(server.seen.leaves).toBe(1);
  await server.close();
});
