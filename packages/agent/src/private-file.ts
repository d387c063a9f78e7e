import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AgentFailure, systemCode } from './failure.js';

/** Keeps a secret: whole or not at all, never readable by others, not even for a moment. */
export async function writePrivately(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * Reads a secret; undefined where there is none.
 * @throws AgentFailure key_exposed when others can read it: it may have been copied
 */
export async function readPrivately(file: string): Promise<string | undefined> {
  const loose = await looseMode(file);
  if (loose !== undefined) {
    throw new AgentFailure(
      'key_exposed',
      `${file} can be read by others (mode ${loose}). Run: chmod 600 '${file}'. If others use this computer, pair or sign in anew.`,
    );
  }
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new AgentFailure('config_unreadable', `${file} cannot be read: ${systemCode(error) ?? error}`, undefined, {
      cause: error,
    });
  }
}

/** The octal mode of a file that others than its owner can read. Windows keeps such files in the user's own folder. */
export async function looseMode(file: string): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  const found = await stat(file).catch(() => undefined);
  return found && (found.mode & 0o077) !== 0 ? (found.mode & 0o777).toString(8).padStart(4, '0') : undefined;
}
