import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../packages/server/src/config.js';
import { createLogger } from '../../packages/server/src/platform/logger.js';
import { type RunningServer, startServer } from '../../packages/server/src/server.js';
import { testEnvironment } from '../../packages/server/src/testing/test-server.js';

let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'didacto-tls-'));
  // Of RSA, as many certificates are: it alone can be used without forward secrecy.
  const [cert, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=127.0.0.1'];
  execFileSync('openssl', ['req', ...kind, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const env = { ...testEnvironment(folder), TLS_CERT_FILE: cert, TLS_KEY_FILE: key };
  server = await startServer(readConfig(env), { log: createLogger('silent') });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The protocol and cipher that were agreed on, or why there is none. */
const agree = (options: ConnectionOptions): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(server.url);
    // Whose certificate it is is another question: the client's, which checks it.
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false, ...options });
    socket.once('secureConnect', () => {
      resolve(`${socket.getProtocol()} ${socket.getCipher().standardName}`);
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });

test('TLS 1.3 is agreed on where the client knows it, else 1.2 with forward secrecy', async () => {
  expect(await agree({})).toMatch(/^TLSv1\.3 TLS_(AES_256_GCM|AES_128_GCM|CHACHA20_POLY1305)/);
  expect(await agree({ maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 TLS_ECDHE_\w+_(GCM|CHACHA20)/);
});

test.each(['TLSv1.1', 'TLSv1'] as const)('%s is refused', async (version) => {
  // The client's own library offers what is so old only when it is told to.
  const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
  expect(await agree(old)).toMatch(/PROTOCOL_VERSION|ALERT/);
});

test.each([
  ['no authentication', 'aNULL'],
  ['no encryption', 'eNULL'],
  ['no forward secrecy', 'AES256-GCM-SHA384'],
  ['no authenticated encryption', 'ECDHE-RSA-AES256-SHA384'],
])('a client that knows only ciphers with %s is refused', async (_, ciphers) => {
  const weak = { maxVersion: 'TLSv1.2' as const, ciphers: `${ciphers}@SECLEVEL=0` };
  expect(await agree(weak)).toContain('HANDSHAKE_FAILURE');
});
