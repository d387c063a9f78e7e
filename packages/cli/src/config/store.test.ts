import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../testing/run-cli.js';
import { withLock } from './lock.js';
import { parseConfig, withProfile } from './profiles.js';
import { keptSession } from './session.js';
import { configStore } from './store.js';

const server = 'https://didacto.example';
const store = (folder: string) => configStore(folder, new Set());

describe('configStore', () => {
  it('keeps the file to its owner and leaves nothing beside it', async () => {
    const folder = await newFolder();
    const { file, read, update } = store(folder);
    await update((config) => withProfile(config, 'a', { server }));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['config.json']);
    expect((await read()).profiles.a).toEqual({ server });
  });

  it('loses no change of many at once', async () => {
    const folder = await newFolder();
    const names = Array.from({ length: 12 }, (_, at) => `p${at}`);
    await Promise.all(names.map((name) => store(folder).update((config) => withProfile(config, name, { server }))));
    expect(Object.keys((await store(folder).read()).profiles).sort()).toEqual([...names].sort());
  });

  it('leaves the file as it was where a change fails', async () => {
    const folder = await newFolder();
    await store(folder).update((config) => withProfile(config, 'a', { server }));
    const failing = store(folder).update(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual(['config.json']);
    expect(Object.keys((await store(folder).read()).profiles)).toEqual(['a']);
  });

  it('refuses a file that is no configuration', () => {
    const token = '{"current":"a","profiles":{"a":{"server":"https://a.example","accessToken":7}}}';
    for (const text of ['', '[]', '{"current":1}', '{"current":"a","profiles":{"a":{"server":7}}}', token]) {
      expect(() => parseConfig(text, 'config.json')).toThrow('config.json');
    }
  });
});

describe('withLock', () => {
  it('breaks the lock of a process that is gone, and of one that hangs', async () => {
    const file = join(await newFolder(), 'lock');
    await writeFile(file, '999999999 dead');
    expect(await withLock(file, async () => 'after the dead')).toBe('after the dead');
    await writeFile(file, `${process.pid} hangs`);
    const old = new Date(Date.now() - 60_000);
    await utimes(file, old, old);
    expect(await withLock(file, async () => 'after the hanging')).toBe('after the hanging');
  });

  it('says so where the holder does not let go', async () => {
    const file = join(await newFolder(), 'lock');
    let now = Date.now();
    const sleep = async () => {
      now += 1_000;
      // The holder takes it anew each time, so it never grows stale.
      await writeFile(file, `${process.pid} busy`);
      await utimes(file, new Date(now), new Date(now));
    };
    await sleep();
    await expect(withLock(file, async () => 0, { sleep, clock: () => now })).rejects.toMatchObject({
      code: 'config_locked',
    });
    expect(await readFile(file, 'utf8')).toContain('busy');
  });
});

describe('keptSession', () => {
  it('renews once however many processes find the token refused', async () => {
    const folder = await newFolder();
    const session = { accessToken: 'a0', refreshToken: 'r0' };
    await store(folder).update((config) => withProfile(config, 'default', { server, session }));
    const used: string[] = [];
    const refresh = async (refreshToken: string) => {
      // As the server does: a token that was used already ends the session.
      if (used.includes(refreshToken)) throw new Error('session_ended');
      used.push(refreshToken);
      return { accessToken: `a${used.length}`, refreshToken: `r${used.length}` };
    };
    const process = () => keptSession({ store: store(folder), profileName: 'default', session, refresh });
    const tokens = await Promise.all(Array.from({ length: 8 }, () => process().renew('a0')));
    expect(new Set(tokens)).toEqual(new Set(['a1']));
    expect(used).toEqual(['r0']);
    expect((await store(folder).read()).profiles.default?.session).toEqual({ accessToken: 'a1', refreshToken: 'r1' });
  });

  it('gives up where the profile was signed out meanwhile', async () => {
    const folder = await newFolder();
    await store(folder).update((config) => withProfile(config, 'default', { server }));
    const session = { accessToken: 'a0', refreshToken: 'r0' };
    const tokens = keptSession({
      store: store(folder),
      profileName: 'default',
      session,
      refresh: () => Promise.reject(new Error('unused')),
    });
    expect(await tokens.renew('a0')).toBeUndefined();
  });
});
