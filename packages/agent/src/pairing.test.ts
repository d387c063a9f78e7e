import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFingerprint } from '@didacto/sdk/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyFile, loadIdentity, signatureFits } from './identity.js';
import { checkRepairing } from './pair-device.js';
import { pairingFile, readPairing } from './pairing.js';
import { type FakeServer, fakeServer } from './testing/fake-server.js';
import { pairingCode } from './testing/samples.js';
import { type TestHost, testHost } from './testing/test-host.js';

let server: FakeServer;
let host: TestHost;
let dir: string;

beforeEach(async () => {
  server = await fakeServer();
  host = testHost();
  dir = await mkdtemp(join(tmpdir(), 'agent-'));
});
afterEach(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
const pair = (...more: string[]) => host.command('--config-dir', dir, 'pair', server.url, pairingCode, ...more);

describe('pairing', () => {
  it('keeps the server’s key and this computer’s own, readable by the owner only', async () => {
    expect(await pair('--json')).toBe(0);
    expect(await readPairing(dir)).toMatchObject({ server: server.url, name: 'PC-07', serverKey: server.serverKey });
    expect(JSON.parse(host.out())).toMatchObject({ name: 'PC-07', fingerprint: keyFingerprint(server.serverKey) });
    if (process.platform === 'win32') return;
    expect(await Promise.all([keyFile(dir), pairingFile(dir)].map(modeOf))).toEqual(['600', '600']);
  });

  it('takes the server’s key or its fingerprint for comparison', async () => {
    expect(await pair('--server-key', server.serverKey)).toBe(0);
    expect(await pair('--server-key', keyFingerprint(server.serverKey).toUpperCase())).toBe(0);
  });

  it('does not show its code to a server with another key than expected', async () => {
    expect(await pair('--server-key', '0000-0000-0000-0000-0000')).toBe(1);
    expect(host.err()).toContain('server_key_differs');
    expect(server.seen.pairings).toEqual([]);
  });

  it('keeps nothing of a server that cannot prove its key', async () => {
    server.script.isImpostor = true;
    expect(await pair()).toBe(1);
    expect(host.err()).toContain('server_changed');
    expect(await readPairing(dir)).toBeUndefined();
  });

  it('tells a wrong code, and an address that is not encrypted', async () => {
    expect(await host.command('--config-dir', dir, 'pair', server.url, 'WRONGC0D')).toBe(1);
    expect(host.err()).toContain('pairing_code_invalid');
    expect(await host.command('--config-dir', dir, 'pair', 'http://didacto.example', pairingCode)).toBe(2);
    expect(host.err()).toContain('address_insecure');
  });

  it('does not follow another server without --replace', async () => {
    await pair();
    const other = await fakeServer();
    const line = ['--config-dir', dir, 'pair', other.url, pairingCode];
    expect(await host.command(...line)).toBe(1);
    expect(host.err()).toContain('already_paired');
    expect(other.seen.pairings).toEqual([]);
    await other.close();
  });

  it('follows another server only with admin rights', () => {
    const current = { server: 'https://a.example', deviceId: 'd', name: 'n', institution: 'i', serverKey: 'one' };
    const check = (serverKey: string, replace: boolean, isAdmins: boolean) => () =>
      checkRepairing({ current, serverKey, replace, isAdmins });
    expect(check('one', false, false)).not.toThrow();
    expect(check('two', false, true)).toThrow(/--replace/);
    expect(check('two', true, false)).toThrow(/admin rights/);
    expect(check('two', true, true)).not.toThrow();
  });

  it('forgets server and key when it is unpaired', async () => {
    await pair();
    expect(await host.command('--config-dir', dir, 'unpair')).toBe(0);
    await expect(stat(keyFile(dir))).rejects.toThrow();
    expect(await host.command('--config-dir', dir, 'run')).toBe(4);
    expect(host.err()).toContain('not_paired');
  });
});

describe('the key', () => {
  it('is made once, and signs what its public half verifies', async () => {
    const first = await loadIdentity(dir);
    const second = await loadIdentity(dir);
    expect(second.publicKey).toBe(first.publicKey);
    expect(first.publicKey).toMatch(/^[\w-]{43}$/);
    expect(signatureFits(first.publicKey, 'message', second.sign('message'))).toBe(true);
    expect(signatureFits(first.publicKey, 'another', second.sign('message'))).toBe(false);
    expect(signatureFits('no key', 'message', second.sign('message'))).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('is refused when others can read it, with the cure', async () => {
    await loadIdentity(dir);
    await chmod(keyFile(dir), 0o640);
    await expect(loadIdentity(dir)).rejects.toThrow(/mode 0640.*chmod 600/);
    expect((await readFile(keyFile(dir), 'utf8')).includes('PRIVATE KEY')).toBe(true);
  });
});
