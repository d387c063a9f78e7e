import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivately } from '@didacto/sdk/node';
import { hold } from '../hold.js';
import { type LockOptions, withLock } from './lock.js';
import { type Config, emptyConfig, parseConfig, withProfile } from './profiles.js';

/** The configuration file. */
export interface ConfigStore {
  readonly file: string;
  read(): Promise<Config>;
  /** Reads, changes and writes, alone among all processes. The change may take one request to the server. */
  update(change: (config: Config) => Config | Promise<Config>): Promise<Config>;
}

/** Keeps `config.json` in a folder that only its owner can read. An update under way stands in `holds`. */
export function configStore(folder: string, holds: Set<Promise<unknown>>, lock: LockOptions = {}): ConfigStore {
  const file = join(folder, 'config.json');

  const read = async (): Promise<Config> => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return text === undefined ? emptyConfig : parseConfig(text, file);
  };
  const update: ConfigStore['update'] = async (change) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const work = withLock(
      `${file}.lock`,
      async () => {
        const before = await read();
        const after = await change(before);
        if (after !== before) await writePrivately(file, `${JSON.stringify(after, null, 2)}\n`);
        return after;
      },
      lock,
    );
    return hold(holds, work);
  };
  return { file, read, update };
}

/** Forgets the sign-in of a profile; its server stays known. */
export async function forgetSignIn(store: ConfigStore, profileName: string): Promise<void> {
  await store.update((config) => {
    const profile = Object.hasOwn(config.profiles, profileName) ? config.profiles[profileName] : undefined;
    if (profile === undefined) return config;
    const { session: _, accessToken: __, ...rest } = profile;
    return withProfile(config, profileName, rest);
  });
}
