import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { frameSamples } from '../audio-back-end.js';
import { frameSplitter } from '../frame-splitter.js';
import type { PulseServer } from './pulse-server.js';
import { ear, tone } from './tone.js';

const raw = ['--raw', '--format=s16le', '--rate=48000', '--channels=1', '--latency-msec=50'];

/** Plays a tone to a sink of a sound server, all the time. @returns what ends it */
export function speakTone(env: PulseServer['env'], sink: string, hertz: number): () => void {
  const mouth = spawn('pacat', ['--playback', `--device=${sink}`, ...raw], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  function* sound() {
    for (let from = 0; ; from += frameSamples) yield Buffer.from(tone(hertz, frameSamples, from).buffer);
  }
  // It takes as much as it plays.
  const frames = Readable.from(sound());
  mouth.stdin.on('error', () => undefined);
  frames.pipe(mouth.stdin);
  return () => {
    frames.destroy();
    mouth.kill('SIGKILL');
  };
}

/** Hears a source of a sound server, such as a sink's monitor. */
export function listenTo(env: PulseServer['env'], source: string) {
  const recorder = spawn('pacat', ['--record', `--device=${source}`, ...raw], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { take, hears, isQuiet } = ear();
  const splitter = frameSplitter();
  recorder.stdout.on('data', (bytes: Buffer) => splitter.take(bytes).forEach(take));
  return { hears, isQuiet, end: () => void recorder.kill('SIGKILL') };
}
