import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountFile, readAccount, signMemberIn } from './account.js';
import { startAgent } from './agent-runtime.js';
import { loadCredentials } from './load-credentials.js';
import { testPatternNotifier } from './notice/choose-notifier.js';
import { serverClient } from './server-client.js';
import { fakeFeed } from './testing/fake-feed.js';
import { type FakeServer, fakeServer } from './testing/fake-server.js';
import { lesson } from './testing/samples.js';
import { testHost } from './testing/test-host.js';

let server: FakeServer;
let dir: string;

beforeEach(async () => {
  server = await fakeServer();
  dir = await mkdtemp(join(tmpdir(), 'agent-'));
});
afterEach(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

const login = (password: string) => {
  const host = testHost({ stdin: `${password}\n` });
  const line = ['--config-dir', dir, 'login', server.url, '--email', 'minjun@school.example', '--password-stdin'];
  return host.command(...line);
};

describe('a student’s own sign-in', () => {
  it('is kept readable by its owner only, without the password', async () => {
    expect(await login('right-password')).toBe(0);
    expect(await readAccount(dir)).toMatchObject({ name: 'Minjun', refreshToken: 'refresh-first' });
    if (process.platform !== 'win32') expect((await stat(accountFile(dir))).mode & 0o777).toBe(0o600);
  });

  it('asks for the second factor where a person can give it', async () => {
    expect(await login('guarded-password')).toBe(2);
    expect(await readAccount(dir)).toBeUndefined();
    const client = serverClient(server.url, undefined);
    const account = await signMemberIn(client, 'minjun@school.example', 'guarded-password', async () => '123456');
    expect(account).toMatchObject({ name: 'Minjun', refreshToken: 'refresh-first' });
  });

  it('is refused with a wrong password', async () => {
    expect(await login('wrong-password')).toBe(4);
    expect(await readAccount(dir)).toBeUndefined();
  });

  it('renews itself when the server says that the token has ended, and keeps the new one', async () => {
    await login('right-password');
    server.assign(lesson());
    const agent = startAgent({
      credentials: await loadCredentials(dir, {}),
      openFeed: fakeFeed().open,
      notifier: testPatternNotifier,
      random: () => 0.1,
    });
    await server.until(() => server.seen.pushes.length > 0);
    expect(agent.status().shownAs).toMatchObject({ kind: 'member', name: 'Minjun' });
    await agent.stop();
    expect(await readAccount(dir)).toMatchObject({ accessToken: 'access-second', refreshToken: 'refresh-second' });
  });

  it('is forgotten at logout, though the server cannot be reached', async () => {
    await login('right-password');
    await server.close();
    expect(await testHost().command('--config-dir', dir, 'logout')).toBe(0);
    expect(await readAccount(dir)).toBeUndefined();
  });
});
