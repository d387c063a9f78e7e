import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { newFolder, runCli } from '../../testing/run-cli.js';

/** A program that stands for didacto-server, and the environment that names it. */
async function serverThat(does: string): Promise<{ readonly env: Record<string, string> }> {
  const file = join(await newFolder(), 'server.mjs');
  await writeFile(file, does);
  return { env: { DIDACTO_SERVER_PROGRAM: file } };
}

const saying = `
  const [url, environment] = ['http://127.0.0.1:7073', { TOSSPAYMENTS_URL: 'http://127.0.0.1:7073/tosspayments' }];
  console.log(JSON.stringify({ url, environment, args: process.argv.slice(2) }));
`;

describe('didacto sandbox', () => {
  it('runs didacto-server and shows the variables that point a server at it', async () => {
    const { env } = await serverThat(saying);
    const { code, stdout, stderr } = await runCli(['sandbox'], { env });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "export TOSSPAYMENTS_URL='http://127.0.0.1:7073/tosspayments'\n",
    });
    expect(stderr).toContain('http://127.0.0.1:7073 ');
    expect((await runCli(['sandbox', '--lang', 'ko'], { env })).stderr).toContain('샌드박스가 http://127.0.0.1:7073');
  });

  it('hands on what was asked for, and gives programs what the server said', async () => {
    const { env } = await serverThat(saying);
    const hook = 'http://127.0.0.1:7070/v1/webhooks';
    const argv = ['sandbox', '--port', '0', '--seed', '7', '--fault-rate', '0.25', '--webhook-url', hook, '--json'];
    const { stdout } = await runCli(argv, { env });
    const args = ['sandbox', '--json', '--port', '0', '--seed', '7', '--fault-rate', '0.25', '--webhook-url', hook];
    expect(JSON.parse(stdout)).toMatchObject({ url: 'http://127.0.0.1:7073', args });
  });

  it.each(['1.5', '-1', 'often', ''])('takes no fault rate of %j', async (rate) => {
    const { env } = await serverThat(saying);
    expect(await runCli(['sandbox', `--fault-rate=${rate}`], { env })).toMatchObject({ code: 2, stdout: '' });
  });

  it('says what the server said where it does not start, with its exit code', async () => {
    const { env } = await serverThat(`console.error('port 7073 is in use'); process.exitCode = 2;`);
    const { code, stderr } = await runCli(['sandbox', '--json'], { env });
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'sandbox_failed', message: 'port 7073 is in use' } });
  });

  it('says so where there is no such program, and where it is another', async () => {
    const missing = await runCli(['sandbox'], { env: { DIDACTO_SERVER_PROGRAM: '/nowhere/didacto-server' } });
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('DIDACTO_SERVER_PROGRAM') });
    const other = await runCli(['sandbox', '--json'], await serverThat(`console.log('hello');`));
    expect(JSON.parse(other.stderr)).toMatchObject({ error: { code: 'sandbox_failed' } });
  });

  it.each([
    { signal: 'SIGINT', expected: 130 },
    { signal: 'SIGTERM', expected: 143 },
  ] as const)('ends both with $signal, the server first', async ({ signal, expected }) => {
    const { env } = await serverThat(`${saying}
      process.once('${signal}', () => { console.error('server ended'); process.exit(0); });
      setInterval(() => undefined, 60_000);`);
    const { child, firstLine } = await startCli(env);
    expect(await firstLine).toContain('TOSSPAYMENTS_URL');
    const said = text(child.stderr);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([expected, null]);
    expect(await said).toContain('server ended');
  });

  it('leaves no server behind where it is killed', async () => {
    const { env } = await serverThat(`
      console.log(JSON.stringify({ url: 'http://127.0.0.1:7073', environment: { PID: process.pid } }));
      process.once('disconnect', () => process.exit(0));
      setInterval(() => undefined, 60_000);`);
    const { child, firstLine } = await startCli(env);
    const pid = Number(/PID='(\d+)'/.exec(await firstLine)?.[1]);
    expect(isRunning(pid)).toBe(true);
    child.kill('SIGKILL');
    while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));

/** The command in a process of its own. */
async function startCli(env: Record<string, string>) {
  const node = ['--conditions', '@didacto/source', '--import', import.meta.resolve('tsx'), main];
  const child = spawn(process.execPath, [...node, 'sandbox'], {
    env: { ...process.env, XDG_CONFIG_HOME: await newFolder(), ...env },
  });
  return { child, firstLine: once(createInterface(child.stdout), 'line').then(([line]) => String(line)) };
}
