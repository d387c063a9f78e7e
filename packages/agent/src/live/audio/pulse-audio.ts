import { type ChildProcess, spawn } from 'node:child_process';
import type { RunProgram } from '../../run-program.js';
import { type AudioAbilities, type AudioBackEnd, type Microphone, type Speaker, sampleRate } from './audio-back-end.js';
import { frameSplitter } from './frame-splitter.js';
import { lagBound } from './lag-bound.js';

export interface PulseAudioOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run: RunProgram;
}

type Lost = (why: string) => void;

/** A voice this far behind is left out until it has caught up. */
const lagOptions = { mostMs: 400, againMs: 150 };
/** What may wait in this program for the player. */
const mostWaitingBytes = 20_000;

const formatOf = (rate: number) => ['--raw', '--format=s16le', `--rate=${rate}`, '--channels=1'];
const named = (what: string) => ['--client-name=DIDACTO', `--stream-name=${what}`];

/** PulseAudio, or PipeWire in its place, by the programs `parec`, `pacat` and `pactl`. */
export function pulseAudio({ env, run }: PulseAudioOptions): AudioBackEnd {
  // What they say is read, so it must be in one language.
  const inEnglish = { ...env, LC_ALL: 'C' };
  const abilities = async () => abilitiesIn((await run('pactl', ['info'], inEnglish)).stdout);
  return {
    name: 'pulseaudio',
    abilities,
    openMicrophone: (onFrame, lost) => openMicrophone({ abilities, env: inEnglish, onFrame, lost }),
    openSpeaker: (rate, lost) => openSpeaker(rate, inEnglish, lost),
  };
}

/**
 * What `pactl info` tells of. A monitor is what the computer itself plays: without a microphone it may be the default, but it
 * is nobody's voice. `auto_null` stands for a speaker where there is none.
 */
export function abilitiesIn(info: string): AudioAbilities {
  const [, source = ''] = /^Default Source: (.+)$/m.exec(info) ?? [];
  const [, sink = ''] = /^Default Sink: (.+)$/m.exec(info) ?? [];
  return {
    microphone: source !== '' && !source.endsWith('.monitor') && !source.startsWith('@'),
    speaker: sink !== '' && sink !== 'auto_null' && !sink.startsWith('@'),
  };
}

function openMicrophone(options: {
  readonly abilities: () => Promise<AudioAbilities>;
  readonly env: PulseAudioOptions['env'];
  readonly onFrame: (frame: Int16Array) => void;
  readonly lost: Lost;
}): Microphone {
  const { abilities, env, onFrame, lost } = options;
  const splitter = frameSplitter();
  let isOpen = true;
  let end = () => {};
  void abilities().then(({ microphone }) => {
    if (!isOpen) return;
    if (!microphone) return lost('there is no microphone');
    const args = ['--record', ...formatOf(sampleRate), '--latency-msec=20', ...named('voice')];
    const child = spawn('pacat', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (bytes: Buffer) => {
      for (const frame of splitter.take(bytes)) if (isOpen) onFrame(frame);
    });
    end = ended(child, lost);
  });
  return {
    end() {
      isOpen = false;
      end();
    },
  };
}

function openSpeaker(rate: number, env: PulseAudioOptions['env'], lost: Lost): Speaker {
  const args = ['--playback', '--verbose', ...formatOf(rate), '--latency-msec=80', ...named('instructor')];
  const child = spawn('pacat', args, { env, stdio: ['pipe', 'ignore', 'pipe'] });
  const { stdin, stderr } = child;
  const bound = lagBound(lagOptions);
  stderr.on('data', (bytes: Buffer) => {
    // The pipe to the player holds seconds, so it alone can tell how far it is.
    const seconds = [...bytes.toString('latin1').matchAll(/Time: (\d+\.\d{3}) sec/g)].at(-1)?.[1];
    if (seconds !== undefined) bound.played(Number(seconds) * 1_000);
  });
  // Its end is told by `exit`.
  stdin.on('error', () => undefined);
  const end = ended(child, lost);
  return {
    play(samples) {
      if (stdin.writableLength > mostWaitingBytes || !bound.mayGive((samples.length * 1_000) / rate)) return;
      stdin.write(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
    },
    end,
  };
}

/** Tells of an end that nobody asked for. @returns what ends it */
function ended(child: ChildProcess, lost: Lost): () => void {
  let isOver = false;
  const over = (why: string) => {
    if (isOver) return;
    isOver = true;
    lost(why);
  };
  child.on('error', ({ message }) => over(message));
  child.on('exit', (code, signal) => over(`${child.spawnfile} ended with ${code ?? signal}`));
  return () => {
    isOver = true;
    child.kill('SIGKILL');
  };
}
