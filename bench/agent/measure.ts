import { setTimeout as sleep } from 'node:timers/promises';
import type { Content } from '../content/page.js';
import { startContent } from '../content/start.js';
import { progress } from '../harness.js';
import { cpuSeconds, memoryMb } from '../processes.js';
import { type Size, startXvfb, type XServer } from '../xvfb.js';
import type { StartSubject } from './subject.js';

/** What watching one screen costs. */
export type Cost = {
  /** CPU of the program itself, seconds a minute. */
  cpu: number;
  /** CPU of the X server over what it takes with nobody watching, seconds a minute. */
  xCpu: number;
  bytesPerSecond: number;
  memoryMb: number;
  peakMemoryMb: number;
};

export type Screen = { content: Content; size: Size };

/** How long a program may take to load, connect and settle before it is measured. */
const WARM_UP_MS = 5_000;

/** Measures programs one after the other on one screen; each result has the name of its program. */
export async function measureScreen<Name extends string>(
  { content, size }: Screen,
  seconds: number,
  subjects: Record<Name, StartSubject>,
): Promise<Map<Name, Cost>> {
  const x = await startXvfb(size);
  try {
    const shown = await startContent({ display: x.display, size, content });
    await sleep(WARM_UP_MS);
    progress(`${content} ${size.width}x${size.height}: nobody watching`);
    const alone = await xCpuPerMinute(x, seconds);
    const costs = new Map<Name, Cost>();
    for (const name in subjects) {
      progress(`${content} ${size.width}x${size.height}: ${name}`);
      costs.set(name, await measureSubject(x, size, seconds, subjects[name], alone));
    }
    await shown.stop();
    return costs;
  } finally {
    await x.stop(); // and with it whatever still draws on it
  }
}

async function xCpuPerMinute(x: XServer, seconds: number): Promise<number> {
  const before = cpuSeconds(x.pid);
  await sleep(seconds * 1000);
  return ((cpuSeconds(x.pid) - before) / seconds) * 60;
}

async function measureSubject(
  x: XServer,
  size: Size,
  seconds: number,
  start: StartSubject,
  xAlone: number,
): Promise<Cost> {
  const subject = await start({ display: x.display, size });
  try {
    await sleep(WARM_UP_MS);
    const cpuBefore = cpuSeconds(subject.pid);
    const bytesBefore = subject.bytes();
    const xCpu = await xCpuPerMinute(x, seconds);
    const memory = memoryMb(subject.pid);
    return {
      cpu: ((cpuSeconds(subject.pid) - cpuBefore) / seconds) * 60,
      // Ticks of 10 ms can make the difference of two quiet minutes slightly negative.
      xCpu: Math.max(xCpu - xAlone, 0),
      bytesPerSecond: (subject.bytes() - bytesBefore) / seconds,
      memoryMb: memory.now,
      peakMemoryMb: memory.peak,
    };
  } finally {
    await subject.stop();
  }
}
