import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { progress } from '../harness.js';
import { cpuSeconds, startedPid, stopProcess } from '../processes.js';
import { freePort, startMeter, wireBytes } from '../tcp-meter.js';
import { isInstalled } from '../xvfb.js';
import type { LiveCost } from './live-cost.js';
import { viewRfb } from './view-rfb.js';

const WARM_UP_MS = 3_000;

/** VNC servers that show a screen that is there, and how each is started: on loopback, without a password. */
const PEERS = {
  x11vnc: {
    program: 'x11vnc',
    // -norc and -nolookup keep a user's settings and the network's names out of it.
    args: (display: string, port: number) =>
      `-display ${display} -rfbport ${port} -localhost -forever -nopw -q -no6 -norc -nolookup`.split(' '),
    install: 'x11vnc',
  },
  x0vncserver: {
    program: 'X0tigervnc',
    args: (display: string, port: number) =>
      `-display ${display} -rfbport ${port} -localhost -SecurityTypes None -UseIPv6=0`.split(' '),
    install: 'tigervnc-scraping-server',
  },
} as const;
export type Peer = keyof typeof PEERS;
export const PEER_NAMES: readonly Peer[] = ['x11vnc', 'x0vncserver'];

/** A VNC server on a screen, viewed as fast as it gives pictures; undefined where it is not installed. */
export async function measurePeer(name: Peer, display: string, seconds: number): Promise<LiveCost | undefined> {
  const { program, args, install } = PEERS[name];
  if (!isInstalled(program)) {
    progress(`${name} is not installed (apt-get install ${install}); its rows are left out`);
    return undefined;
  }
  progress(name);
  const port = await freePort();
  const child = spawn(program, args(display, port), { stdio: 'ignore' });
  try {
    await listening(child, port);
    return await measure(await startedPid(child), port, seconds);
  } finally {
    await stopProcess(child);
  }
}

async function measure(pid: number, port: number, seconds: number): Promise<LiveCost> {
  const meter = await startMeter({ host: '127.0.0.1', port });
  try {
    const view = await viewRfb(meter.port);
    await pause(WARM_UP_MS);
    const sum = () => ({ cpu: cpuSeconds(pid), bytes: wireBytes(meter.down, meter.up) });
    const before = sum();
    view.take();
    await pause(seconds * 1_000);
    const [after, ages] = [sum(), view.take()];
    await view.stop();
    return {
      fps: ages.length / seconds,
      ages,
      cpu: ((after.cpu - before.cpu) / seconds) * 100,
      mbits: ((after.bytes - before.bytes) * 8) / seconds / 1e6,
    };
  } finally {
    await meter.close();
  }
}

/** @throws Error where the program ends before it listens */
async function listening(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended (${child.exitCode}) before it was ready`);
    const socket = net.connect({ host: '127.0.0.1', port });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await pause(100);
  }
}
