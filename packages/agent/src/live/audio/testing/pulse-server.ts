import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled } from '../../../capture/testing/x-server.js';
import { runProgram } from '../../../run-program.js';

/** A sound server of its own, with a microphone that hears what is played to `room`, and a speaker of which `loudspeaker` is the name. */
export interface PulseServer {
  /** How programs find it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  kill(): Promise<void>;
}

/** Whether tests on real PulseAudio can run; says once what to install where they cannot. */
export function hasPulse(): boolean {
  const missing = ['pulseaudio', 'pacat', 'pactl'].filter((program) => !isInstalled(program));
  if (missing.length > 0) console.log(`skipped: ${missing.join(' and ')} not found; apt-get install pulseaudio`);
  return missing.length === 0;
}

export async function startPulse(): Promise<PulseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'pulse-'));
  const socket = join(folder, 'socket');
  const env = { PATH: process.env.PATH, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}` };
  const modules = [
    `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
    'module-null-sink sink_name=loudspeaker',
    'module-null-sink sink_name=room',
    'module-remap-source master=room.monitor source_name=microphone',
  ];
  const daemon = ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes'];
  const args = [...daemon, ...modules.map((module) => `--load=${module}`)];
  const child = spawn('pulseaudio', args, { env, stdio: 'ignore' });
  const exited = once(child, 'exit');
  const isUp = async () => (await runProgram('pactl', ['info'], env)).ok;
  while (!(await isUp())) if (child.exitCode !== null) throw new Error(`pulseaudio ended with ${child.exitCode}`);
  await runProgram('pactl', ['set-default-sink', 'loudspeaker'], env);
  await runProgram('pactl', ['set-default-source', 'microphone'], env);
  return {
    env,
    async kill() {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
