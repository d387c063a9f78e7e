import { LibraryMissing, loadKoffi, openLibc } from './native.js';

/** System V shared memory: what MIT-SHM takes. */
export interface SharedMemory {
  readonly id: number;
  readonly address: bigint;
  readonly bytes: Buffer;
  /** Lets the memory go with its last user; to be called as soon as all have attached. */
  markRemoved(): void;
}

const ipcPrivate = 0;
const ipcCreate = 0o1000;
const ipcRemove = 0;
const ownerOnly = 0o600;

interface Calls {
  shmget(key: number, size: number, flags: number): number;
  shmat(id: number, address: null, flags: number): bigint;
  shmdt(address: bigint): number;
  shmctl(id: number, command: number, buffer: null): number;
  /** Unmaps memory once no buffer over it is left: a view kept too long is then stale, but never a wild pointer. */
  mappings: FinalizationRegistry<bigint>;
}

let calls: Calls | undefined;

function bind(): Calls {
  const libc = openLibc();
  const shmdt: Calls['shmdt'] = libc.func('int shmdt(void *address)');
  return {
    shmget: libc.func('int shmget(int key, size_t size, int flags)'),
    shmat: libc.func('void *shmat(int id, void *address, int flags)'),
    shmdt,
    shmctl: libc.func('int shmctl(int id, int command, void *buffer)'),
    mappings: new FinalizationRegistry((address) => shmdt(address)),
  };
}

/**
 * Makes and maps a segment of `size` bytes.
 * @throws LibraryMissing where the kernel gives none
 */
export function createSharedMemory(size: number): SharedMemory {
  calls ??= bind();
  const { shmget, shmat, shmctl, mappings } = calls;
  const id = shmget(ipcPrivate, size, ipcCreate | ownerOnly);
  if (id < 0) throw new LibraryMissing(`no shared memory of ${size} bytes`);
  const address = shmat(id, null, 0);
  const markRemoved = (): void => void shmctl(id, ipcRemove, null);
  if (BigInt.asIntN(64, address) === -1n) {
    markRemoved();
    throw new LibraryMissing('shared memory cannot be mapped');
  }
  const view = loadKoffi().view(address, size);
  mappings.register(view, address);
  return { id, address, bytes: Buffer.from(view), markRemoved };
}
