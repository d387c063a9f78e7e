import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import * as z from 'zod';
import { memoryMb } from '../../bench/processes.js';

/** What a process holds (Linux only). */
export const Footprint = z.object({
  memoryMb: z.number(),
  files: z.number(),
  /** Of the files. */
  sockets: z.number(),
  threads: z.number(),
});
export type Footprint = z.infer<typeof Footprint>;

export function footprintOf(pid: number): Footprint {
  const files = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return ''; // it was closed while we looked
    }
  });
  const threads = /^Threads:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    memoryMb: Math.round(memoryMb(pid).now),
    files: files.length,
    sockets: files.filter((file) => file.startsWith('socket:')).length,
    threads: Number(threads),
  };
}

/** The least of each: what waits for the garbage collector comes and goes, and a leak is what stays. */
export const leastOf = (footprints: readonly Footprint[]): Footprint => {
  const least = (key: keyof Footprint) => Math.min(...footprints.map((footprint) => footprint[key]));
  return { memoryMb: least('memoryMb'), files: least('files'), sockets: least('sockets'), threads: least('threads') };
};
