import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newAccessTokenText } from '../../packages/server/src/platform/access-token-text.js';
import { systemRandom } from '../../packages/server/src/platform/ids.js';
import { findSecrets } from './secret-scan.js';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'didacto-secrets-')));
  git('init', '--quiet');
  write('README.md', '# A project\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const git = (...args: string[]) => execFileSync('git', args, { cwd: root });
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
const found = async () => (await findSecrets(root)).map(({ file, line, rule }) => `${file}:${line} ${rule}`);

/** Made when it is needed: in the text of this file it would be found itself. */
const privateKey = () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};
const githubToken = () => `ghp_${'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'}`;

describe('a secret', () => {
  test('of a known kind is found, with its place', async () => {
    write('deploy/key.pem', privateKey());
    write('notes (old) [1].txt', `\n\nkey: ${githubToken()}\n`);
    git('add', '.');
    expect(await found()).toEqual([
      expect.stringMatching(/^deploy\/key\.pem:1 .*privatekey/),
      expect.stringMatching(/^notes \(old\) \[1\]\.txt:3 .*github/),
    ]);
  });

  test('of our own is found: an access token, by its checksum', async () => {
    write('.env', `NAME=x\nDIDACTO_TOKEN=${newAccessTokenText(systemRandom)}\n`);
    git('add', '.');
    expect(await found()).toEqual(['.env:2 access-token']);
  });

  test('is found before it is added, too, and in a file that git ignores it is left alone', async () => {
    write('draft.txt', newAccessTokenText(systemRandom));
    write('.gitignore', 'mine\n');
    write('mine/token.txt', newAccessTokenText(systemRandom));
    expect(await found()).toEqual(['draft.txt:1 access-token']);
  });

  test('is never shown itself', async () => {
    const token = newAccessTokenText(systemRandom);
    write('a.txt', `${token}\n${githubToken()}\n`);
    const told = JSON.stringify(await findSecrets(root));
    expect([told.includes(token), told.includes(githubToken())]).toEqual([false, false]);
  });
});

describe('what is no secret', () => {
  test('is left alone: examples of tokens, and code that makes keys when it runs', async () => {
    write('docs.md', `Tokens look like \`dct_${'x'.repeat(46)}\`, or dct_….\n`);
    write(
      'make-key.ts',
      "const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });\n",
    );
    write('package-lock.json', `{"integrity":"sha512-${'A'.repeat(86)}=="}\n`);
    git('add', '.');
    expect(await found()).toEqual([]);
  });

  test('is a file that was deleted', async () => {
    write('a.txt', newAccessTokenText(systemRandom));
    git('add', '.');
    rmSync(join(root, 'a.txt'));
    expect(await found()).toEqual([]);
  });
});

test('a file that secretlint passes over is an error, not clean', async () => {
  write('node_modules/x.txt', 'x');
  await expect(findSecrets(root)).rejects.toThrow('node_modules/x.txt');
});

test('a folder that git does not know is an error, not clean', async () => {
  rmSync(join(root, '.git'), { recursive: true });
  await expect(findSecrets(root)).rejects.toThrow();
});
