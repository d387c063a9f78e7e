import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createDidacto } from '@didacto/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { password, testEnvironment } from './testing/test-server.js';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('the didacto-server command', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'didacto-kill-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await killed(child);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, ['--conditions', '@didacto/source', '--import', 'tsx', main, ...args], {
      env: { PATH: process.env.PATH ?? '', ...testEnvironment(folder), ...env },
      stdio: 'pipe',
    });
    children.push(child);
    return child;
  };
  const killed = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  /** A running server's address, which is the first line it writes. */
  const started = async () => {
    const child = run(['start']);
    for await (const url of createInterface(child.stdout)) return { child, url };
    throw new Error(`it did not start: ${await text(child.stderr)}`);
  };
  const finished = async (child: ReturnType<typeof run>, input = '') => {
    child.stdin.end(input);
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { code: child.exitCode, out, errors };
  };

  test('killed amid writes it has kept everything it had acknowledged', async () => {
    const email = 'admin@school.example';
    const admin = await finished(run(['admin', 'create', '--email', email, '--name', '관리자', '--json']), password);
    expect(JSON.parse(admin.out)).toMatchObject({ email, role: 'admin' });
    const signedIn = async (baseUrl: string) => {
      const visitor = createDidacto({ baseUrl, retry: { retries: 0 } });
      const { accessToken } = await visitor.sessions.signIn({ email, password });
      return createDidacto({ baseUrl, auth: accessToken, retry: { retries: 0 } });
    };

    const first = await started();
    const { labs } = await signedIn(first.url);
    const acknowledged: string[] = [];
    const write = async (writer: number) => {
      for (let n = 0; ; n++) {
        acknowledged.push((await labs.create({ name: `${writer}-${n}` })).id);
        if (acknowledged.length === 100) first.child.kill('SIGKILL');
      }
    };
    await Promise.allSettled([write(1), write(2), write(3), write(4)]);

    const second = await started();
    const kept = await (await signedIn(second.url)).labs.list({ limit: 200 }).toArray();
    const ids = new Set(kept.map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(100);
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    const ended = once(second.child, 'exit');
    second.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  test('ends with 2 and one line a fault when its configuration is wrong', async () => {
    const { code, errors } = await finished(run(['start'], { PORT: 'x', LOG_LEVEL: 'loud' }));
    expect(code).toBe(2);
    expect(errors).toMatch(/PORT: .*\n {2}LOG_LEVEL: .*\n$/);
  });

  test('makes no admin of a bad address or password', async () => {
    const { code, errors } = await finished(run(['admin', 'create', '--email', 'x', '--name', 'A']), 'short');
    expect(code).toBe(2);
    expect(errors).toMatch(/e-mail[\s\S]*8 characters/);
    expect(errors).not.toContain('short');
  });
});
