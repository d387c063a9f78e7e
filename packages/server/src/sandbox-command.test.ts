import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
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

  const start = (stdio: StdioOptions, args: readonly string[]) => {
    const child = spawn(
      process.execPath,
      ['--conditions', '@didacto/source', '--import', 'tsx', main, 'sandbox', '--port', '0', ...args],
      { env: { PATH: process.env.PATH ?? '' }, stdio },
    );
    children.push(child);
    const { stdout, stderr } = child;
    if (!stdout || !stderr) throw new Error('No output');
    return { child, stdout, stderr };
  };
  const run = (...args: string[]) => start(['ignore', 'pipe', 'pipe'], args);

  test('prints where it is and what points a server at it, and ends with a signal', async () => {
    const { child, stdout } = run('--json', '--seed', '7', '--fault-rate', '0.25');
    const [line] = await once(createInterface(stdout), 'line');
    const { url, environment, ...rest } = JSON.parse(line);
    expect(rest).toEqual({ seed: 7, faultRate: 0.25, webhookUrl: 'http://127.0.0.1:7070/v1/webhooks' });
    expect(environment.TOSSPAYMENTS_URL).toBe(`${url}/tosspayments`);
    expect((await rawRequest(`${url}/`)).status).toBe(200);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  test.each([
    { how: 'a signal', end: (child: ChildProcess) => child.kill('SIGINT') },
    { how: 'the end of its parent', end: (child: ChildProcess) => child.disconnect() },
  ])('with a parent that it can talk to it ends with $how', async ({ end }) => {
    const { child, stdout } = start(['ignore', 'pipe', 'pipe', 'ipc'], ['--json']);
    await once(createInterface(stdout), 'line');
    const ended = once(child, 'exit');
    end(child);
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
    const { child, stderr } = run('--fault-rate', '1.5');
    const [errors, [code]] = await Promise.all([text(stderr), once(child, 'exit')]);
    expect(code).toBe(2);
    expect(errors).toBe('--fault-rate must be from 0 to 1\n');
  });

  test('names the flag of each option that is wrong, and what it takes', async () => {
    const { child, stderr } = run('--port', '99999', '--webhook-url', 'http://10.0.0.1/hooks');
    const [errors, [code]] = await Promise.all([text(stderr), once(child, 'exit')]);
    expect(code).toBe(2);
    expect(errors.trim().split('\n')).toEqual([
      '--port must be a whole number from 0 to 65535',
      '--webhook-url must be an http or https address of this machine, as http://127.0.0.1:7070/v1/webhooks',
    ]);
  });

  test.each([
    { parent: 'that it can talk to', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] satisfies StdioOptions },
    { parent: 'of any kind', stdio: ['ignore', 'pipe', 'pipe'] satisfies StdioOptions },
  ])('where the port is taken it says so to a parent $parent, and ends', async ({ stdio }) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { child, stderr } = start(stdio, ['--port', String(port)]);
    const [errors, [code]] = await Promise.all([text(stderr), once(child, 'exit')]);
    taken.close();
    expect(code).toBe(1);
    expect(errors).toBe(
      `Port ${port} of 127.0.0.1 is in use, by another sandbox perhaps; --port 0 takes any free one\n`,
    );
  });
});
