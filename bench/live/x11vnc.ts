import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { watchRfb } from '../agent/rfb-client.js';
import { progress } from '../harness.js';
import { cpuSeconds, firstLine, startedPid, stopProcess } from '../processes.js';
import { freePort, startMeter, wireBytes } from '../tcp-meter.js';
import type { LiveCost } from './run.js';

/** Asks for the next picture so often, ms. */
const EVERY_MS = 16;
const WARM_UP_MS = 3_000;

/** x11vnc on the same screen, watched as fast as it gives pictures (tight), which are thrown away. */
export async function measureX11vnc(display: string, seconds: number): Promise<LiveCost> {
  progress('x11vnc');
  const port = await freePort();
  const args = ['-display', display, '-rfbport', String(port), '-localhost', '-forever', '-nopw', '-q', '-no6'];
  const child = spawn('x11vnc', [...args, '-norc', '-nolookup'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await firstLine(child, child.stdout);
  const meter = await startMeter({ host: '127.0.0.1', port });
  try {
    const client = await watchRfb(meter.port, 'tight', EVERY_MS);
    await pause(WARM_UP_MS);
    const pid = await startedPid(child);
    const sum = () => ({ cpu: cpuSeconds(pid), bytes: wireBytes(meter.down, meter.up), updates: client.updates() });
    const before = sum();
    await pause(seconds * 1_000);
    const after = sum();
    await client.stop();
    return {
      fps: (after.updates - before.updates) / seconds,
      cpu: ((after.cpu - before.cpu) / seconds) * 100,
      mbits: ((after.bytes - before.bytes) * 8) / seconds / 1e6,
    };
  } finally {
    await meter.close();
    await stopProcess(child);
  }
}
