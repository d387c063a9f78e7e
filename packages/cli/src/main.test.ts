import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { configStore } from './config/store.js';
import { newFolder } from './testing/run-cli.js';
import { sampleMember } from './testing/samples.js';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const node = ['--conditions', '@didacto/source', '--import', import.meta.resolve('tsx'), main];

it('keeps a sign-in whose renewal is under way when Ctrl-C comes, and ends with 130', async () => {
  const folder = await newFolder();
  const store = configStore(`${folder}/didacto`, new Set());
  const server = createServer(async (request, response) => {
    const renewing = request.url === '/v1/sessions/refresh';
    // The old refresh token is spent from here on: who does not keep the new one is signed out.
    if (renewing) command.kill('SIGINT');
    // A slow answer: it comes well after the signal.
    if (renewing) await new Promise((resolve) => setTimeout(resolve, 300));
    const tokens = { accessToken: 'new', refreshToken: 'new', expiresIn: 60, member: sampleMember(1) };
    const expired = { type: 'about:blank', title: 'expired', status: 401, code: 'token_expired' };
    response.writeHead(renewing ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(renewing ? tokens : expired));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const session = { accessToken: 'old', refreshToken: 'old' };
  await store.update(() => ({ current: 'default', profiles: { default: { server: url, session } } }));

  const command = spawn(process.execPath, [...node, 'whoami'], { env: { ...process.env, XDG_CONFIG_HOME: folder } });
  const [code] = await once(command, 'exit');
  server.closeAllConnections();
  server.close();
  expect(code).toBe(130);
  expect((await store.read()).profiles.default?.session).toEqual({ accessToken: 'new', refreshToken: 'new' });
});
