import { createRequire } from 'node:module';
import type { LibraryHandle } from 'koffi';

export type Koffi = typeof import('koffi');

/** An address; null is C's NULL. */
export type Pointer = bigint | null;

/** The foreign functions or a system library are not on this machine: another back end has to do. */
export class LibraryMissing extends Error {}

let loaded: Koffi | undefined;

/**
 * Loads koffi on first use, so that a platform without its binary can still import this program.
 * @throws LibraryMissing
 */
export function loadKoffi(): Koffi {
  try {
    loaded ??= createRequire(import.meta.url)('koffi') as Koffi;
    return loaded;
  } catch (cause) {
    throw new LibraryMissing('koffi has no binary for this platform', { cause });
  }
}

/**
 * Opens the first of some names of a system library.
 * @throws LibraryMissing
 */
export function openLibrary(...names: readonly string[]): LibraryHandle {
  const koffi = loadKoffi();
  for (const name of names) {
    try {
      return koffi.load(name);
    } catch {
      // The next name, or the error below, which names them all.
    }
  }
  throw new LibraryMissing(`no ${names.join(' or ')}`);
}

/** The C library of Linux or macOS. @throws LibraryMissing */
export const openLibc = (): LibraryHandle =>
  openLibrary('libc.so.6', 'libc.so', 'libc.musl-x86_64.so.1', 'libSystem.B.dylib');

/** Like `openLibrary`, for a library that one can do without. */
export function openOptional(...names: readonly string[]): LibraryHandle | undefined {
  try {
    return openLibrary(...names);
  } catch {
    return undefined;
  }
}
