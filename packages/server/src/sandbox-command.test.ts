import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { rawRequest } from './testing/raw-http.js';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('didacto-server sandbox', () => {
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
  });

  const run = (...args: string[]) => {
    const child = spawn(
      process.execPath,
      ['--conditions', '@didacto/source', '--import', 'tsx', main, 'sandbox', '--port', '0', ...args],
      { env: { PATH: process.env.PATH ?? '' }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    children.push(child);
    return child;
  };

  test('prints where it is and what points a server at it, and ends with a signal', async () => {
    const child = run('--json', '--seed', '7', '--fault-rate', '0.25');
    const [line] = await once(createInterface(child.stdout), 'line');
    const { url, environment, ...rest } = JSON.parse(line);
    expect(rest).toEqual({ seed: 7, faultRate: 0.25, webhookUrl: null });
    expect(environment.TOSSPAYMENTS_URL).toBe(`${url}/tosspayments`);
    expect((await rawRequest(`${url}/`)).status).toBe(200);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  test('prints lines that a shell takes', async () => {
    const lines = createInterface(run().stdout)[Symbol.asyncIterator]();
    const { value: url } = await lines.next();
    const { value: first } = await lines.next();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(first).toMatch(/^export [A-Z_0-9]+='[^']*'$/);
  });

  test('ends with 2 and a line where an option is wrong', async () => {
    const child = run('--fault-rate', '1.5');
    const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(code).toBe(2);
    expect(errors).toContain('faultRate');
  });
});
