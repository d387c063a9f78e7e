import { openLibc } from './native.js';

/** struct pollfd: descriptor, events asked for, events that came. */
const pollBytes = 8;
const eventsOffset = 4;
const readable = 1;

type Poll = (entries: Buffer, count: number, ms: number) => number;
let poll: { async: (...args: [...Parameters<Poll>, done: () => void]) => void } | undefined;

/**
 * Resolves when a descriptor can be read from, or is at its end, at the latest after `ms`. It is waited for on a thread of
 * libuv's pool: Node itself watches no descriptor that it does not read. A process that exits waits for it: no long times.
 */
export function whenReadable(descriptor: number, ms: number): Promise<void> {
  poll ??= openLibc().func('int poll(void *entries, ulong count, int timeout)');
  const entries = Buffer.alloc(pollBytes);
  entries.writeInt32LE(descriptor, 0);
  entries.writeInt16LE(readable, eventsOffset);
  const { async: start } = poll;
  // The callback keeps the memory that the thread looks at.
  return new Promise((resolve) => start(entries, 1, Math.ceil(ms), () => resolve(void entries)));
}
