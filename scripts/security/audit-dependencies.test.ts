import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'didacto-audit-'));
  const dependencies = { weak: '1.0.0' };
  const packages = {
    '': { name: 'project', version: '1.0.0', dependencies },
    'node_modules/weak': { version: '1.0.0' },
  };
  write('package.json', { name: 'project', version: '1.0.0', dependencies });
  write('package-lock.json', { name: 'project', version: '1.0.0', lockfileVersion: 3, requires: true, packages });
});

const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));

let registry: Server | undefined;
afterEach(() => {
  registry?.closeAllConnections();
  registry?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The script with the real npm, in a project of one package, at a registry over loopback. */
async function auditAt(listener: RequestListener): Promise<{ code: unknown; said: string }> {
  const server = createServer(listener);
  registry = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return audit(`http://127.0.0.1:${port}`);
}

function audit(url: string): Promise<{ code: unknown; said: string }> {
  const tsx = import.meta.resolve('tsx');
  const args = ['--import', tsx, join(import.meta.dirname, 'audit-dependencies.ts')];
  // npm remembers by its cache what an advisory means for a package.
  const env = { ...process.env, npm_config_registry: url, npm_config_cache: join(folder, '.cache') };
  return new Promise((resolve) =>
    execFile(process.execPath, args, { cwd: folder, env }, (error, _stdout, stderr) =>
      resolve({ code: error ? error.code : 0, said: stderr }),
    ),
  );
}

const json = (value: object) => JSON.stringify(value);
/** Knows of one vulnerability, and what npm asks about the package to see whom it affects. */
const knowing =
  (severity: string): RequestListener =>
  (request, response) => {
    const url = 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc';
    const advisory = { id: 1, url, title: 'Weak in the knees', severity, vulnerable_versions: '<2.0.0' };
    const known = { name: 'weak', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { version: '1.0.0' } } };
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(json(request.url?.endsWith('/advisories/bulk') ? { weak: [advisory] } : known));
    });
  };

test('a serious vulnerability in production fails', async () => {
  const { code, said } = await auditAt(knowing('high'));
  expect(said).toContain('FAIL high: weak, Weak in the knees (GHSA-aaaa-bbbb-cccc)');
  expect(code).toBe(1);
});

test('a lesser one is told', async () => {
  const { code, said } = await auditAt(knowing('moderate'));
  expect(said).toContain('moderate: weak');
  expect(code).toBe(0);
});

test('a registry that offers no audit is said to have checked nothing', async () => {
  const { code, said } = await auditAt((_request, response) => void response.writeHead(405).end());
  expect(said).toMatch(/^Dependencies not checked: 405 /m);
  expect(code).toBe(0);
});

test('a registry that cannot be reached is said to have checked nothing', async () => {
  const { code, said } = await audit('http://127.0.0.1:1');
  expect(said).toMatch(/^Dependencies not checked: .*ECONNREFUSED/m);
  expect(code).toBe(0);
});

test('a project that npm cannot read ends with 2', async () => {
  rmSync(join(folder, 'package-lock.json'));
  const { code, said } = await audit('http://127.0.0.1:1');
  expect(said).toContain('something unknown');
  expect(code).toBe(2);
});
