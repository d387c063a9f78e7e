import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from './ids.js';
import { loadSecrets } from './secrets.js';

const files = ['codes.secret', 'server.key', 'token.secret', 'vault.secret'];

describe("the server's secrets", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'didacto-secrets-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  test.skipIf(process.platform === 'win32')('are made the first time, readable by their owner only', () => {
    loadSecrets(dataDir, systemRandom);
    expect(readdirSync(dataDir).sort()).toEqual(files);
    for (const file of files) expect(statSync(join(dataDir, file)).mode & 0o777, file).toBe(0o600);
  });

  test('are the same ever after', () => {
    const first = loadSecrets(dataDir, systemRandom);
    const again = loadSecrets(dataDir, systemRandom);
    expect(again.tokenSecret).toEqual(first.tokenSecret);
    expect(again.codeKey).toEqual(first.codeKey);
    expect(again.vaultKey).toEqual(first.vaultKey);
    expect(again.identity.publicKey).toBe(first.identity.publicKey);
  });

  test('are 32 bytes each, all different', () => {
    const { tokenSecret, codeKey, vaultKey } = loadSecrets(dataDir, systemRandom);
    for (const key of [tokenSecret, codeKey, vaultKey]) expect(key).toHaveLength(32);
    expect(new Set([tokenSecret, codeKey, vaultKey].map((key) => Buffer.from(key).toString('hex'))).size).toBe(3);
  });

  test('that were there before stay, when others are added', () => {
    writeFileSync(join(dataDir, 'token.secret'), `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    expect(Buffer.from(loadSecrets(dataDir, systemRandom).tokenSecret).toString('hex')).toBe('ab'.repeat(32));
  });

  test.each(['codes.secret', 'vault.secret', 'token.secret'])('that are damaged stop the start by name: %s', (file) => {
    loadSecrets(dataDir, systemRandom);
    const path = join(dataDir, file);
    for (const text of ['', 'zz'.repeat(32), 'ab'.repeat(31)]) {
      writeFileSync(path, text);
      expect(() => loadSecrets(dataDir, systemRandom)).toThrow(`${file} must hold 32 bytes in hex`);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });
});
