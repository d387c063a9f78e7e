import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer as createPlain } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFetch } from './node-fetch.js';

const folder = mkdtempSync(join(tmpdir(), 'didacto-ca-'));
const certFile = join(folder, 'cert.pem');
const keyFile = join(folder, 'key.pem');
const request = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certFile];
const hasOpenssl = spawnSync('openssl', [...request.split(' '), ...names]).status === 0;
if (!hasOpenssl) console.log('Skipped: nodeFetch with a certificate of its own; install openssl');

describe.skipIf(!hasOpenssl)('nodeFetch', () => {
  const server = hasOpenssl
    ? createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (_, response) => response.end('hello'))
    : createPlain();
  let url = '';
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('refuses a certificate that nobody vouches for', async () => {
    await expect(nodeFetch()(url)).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
  });

  it('trusts the one it is given, as a file or as text, and keeps its connection', async () => {
    expect(await (await nodeFetch({ ca: readFileSync(certFile, 'utf8') })(url)).text()).toBe('hello');
    const fetch = nodeFetch({ caFile: certFile });
    const before = connections;
    for (let call = 0; call < 10; call += 1) expect(await (await fetch(url)).text()).toBe('hello');
    // The first ones may overlap with the end of the answer before.
    expect(connections - before).toBeLessThan(5);
  });

  it('says at once that the file cannot be read', () => {
    expect(() => nodeFetch({ caFile: join(folder, 'nothing.pem') })).toThrow('ENOENT');
  });
});
