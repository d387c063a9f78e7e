import { spawn } from 'node:child_process';
import { firstLine, startedPid, stopProcess } from '../processes.js';
import { freePort, startMeter, wireBytes } from '../tcp-meter.js';
import { type Coding, watchRfb } from './rfb-client.js';
import type { StartSubject } from './subject.js';

/** x11vnc, the capture of Veyon on Linux, watched by a wall that asks once a second: what the agent is compared with. */
export const startX11vnc =
  (coding: Coding): StartSubject =>
  async ({ display }) => {
    const port = await freePort();
    const args = ['-display', display, '-rfbport', String(port), '-localhost', '-forever', '-nopw', '-q', '-no6'];
    // -norc and -nolookup keep a user's settings and the network's names out of it.
    const child = spawn('x11vnc', [...args, '-norc', '-nolookup'], { stdio: ['ignore', 'pipe', 'ignore'] });
    await firstLine(child, child.stdout); // PORT=…, once it listens
    const meter = await startMeter({ host: '127.0.0.1', port });
    const stopServer = async () => {
      await meter.close();
      await stopProcess(child);
    };
    try {
      const client = await watchRfb(meter.port, coding);
      return {
        pid: await startedPid(child),
        bytes: () => wireBytes(meter.down, meter.up),
        stop: () => client.stop().finally(stopServer),
      };
    } catch (error) {
      await stopServer();
      throw error;
    }
  };
