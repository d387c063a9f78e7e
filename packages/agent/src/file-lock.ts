import { closeSync, openSync } from 'node:fs';
import { LibraryMissing, loadKoffi, openLibc } from './capture/native.js';

/** Lets a lock go. */
export type Unlock = () => void;

const exclusive = 2;
const doNotWait = 4;
const ownerOnly = 0o600;

/**
 * Locks a file, which it makes where there is none, by flock(2): the kernel lets it go with the process, however that
 * ends. The file stays: taking it away would let two have a lock of the same name.
 * @returns undefined while another has it
 */
export function lockFile(path: string): Unlock | undefined {
  const flock = bindFlock();
  const file = openSync(path, 'a', ownerOnly);
  const unlock = (): void => closeSync(file);
  // A machine without foreign functions goes without the lock.
  if (flock === undefined || flock(file, exclusive | doNotWait) === 0) return unlock;
  const koffi = loadKoffi();
  const code = koffi.errno();
  unlock();
  if (code === koffi.os.errno.EWOULDBLOCK || code === koffi.os.errno.EAGAIN) return undefined;
  throw new Error(`${path} cannot be locked: errno ${code}`);
}

function bindFlock(): ((file: number, operation: number) => number) | undefined {
  try {
    return openLibc().func('int flock(int file, int operation)');
  } catch (error) {
    if (error instanceof LibraryMissing) return undefined;
    throw error;
  }
}
