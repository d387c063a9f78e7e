import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersStun } from './stun.js';
import { until } from './until.js';

export const hasTurnServer = spawnSync('turnserver', ['--version']).error === undefined;

/** Debian's coturn, with a shared secret. */
export interface TurnServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** @param options.mayRelayToLoopback so that two of its own relayed addresses reach each other */
export async function startTurnServer(
  secret: string,
  options: { readonly mayRelayToLoopback?: boolean } = {},
): Promise<TurnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'didacto-turn-'));
  const port = await freeUdpPort();
  const child = spawn(
    'turnserver',
    [
      ...['-n', '--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=didacto.test', '--no-tls', '--no-dtls'],
      ...['--no-cli', '-L', '127.0.0.1', '-E', '127.0.0.1', '-p', String(port), '--log-file=stdout', '--simple-log'],
      ...[`--pidfile=${join(folder, 'pid')}`, `--userdb=${join(folder, 'db')}`, '--min-port=49152', '--max-port=65535'],
      ...(options.mayRelayToLoopback ? ['--allow-loopback-peers'] : []),
    ],
    { stdio: 'ignore', cwd: folder },
  );
  await until('the TURN server answers', async () => {
    if (child.exitCode !== null) throw new Error(`turnserver ended with ${child.exitCode}`);
    return answersStun(port);
  });
  return {
    port,
    stop: async () => {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
