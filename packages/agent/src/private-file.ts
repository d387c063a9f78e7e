import { readFile, stat } from 'node:fs/promises';
import { AgentFailure, systemCode } from './failure.js';

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
