import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../run-program.js';
import { until } from '../../testing/until.js';
import { frameSamples, sampleRate } from './audio-back-end.js';
import { frameSplitter } from './frame-splitter.js';
import { pulseAudio } from './pulse-audio.js';
import { hasPulse, type PulseServer, startPulse } from './testing/pulse-server.js';
import { shareAt, tone } from './testing/tone.js';

const nothing = () => undefined;
const [before, late, after] = [440, 1_000, 2_300];

describe.skipIf(!hasPulse())('PulseAudio', () => {
  let server: PulseServer;
  const ends: (() => void)[] = [];
  beforeEach(async () => {
    server = await startPulse();
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) end();
    await server.kill();
  });
  const audio = () => pulseAudio({ env: server.env, run: runProgram });
  const pactl = (...args: string[]) => runProgram('pactl', args, server.env);
  /** Of programs; the server's own modules have some as well. */
  const streams = async (of: 'source-outputs' | 'sink-inputs') =>
    (await pactl('list', 'short', of)).stdout.split('\n').filter((line) => line.includes('protocol-native'));

  it('gives the microphone in frames of 10 ms, and lets go of it at once', async () => {
    const frames: Int16Array[] = [];
    const microphone = audio().openMicrophone((frame) => frames.push(frame), nothing);
    await until(() => frames.length > 10);
    microphone.end();
    const { length } = frames;
    while ((await streams('source-outputs')).length > 0);
    expect(frames).toHaveLength(length);
    expect(new Set(frames.map((frame) => frame.length))).toEqual(new Set([frameSamples]));
  });

  it('never opens it where it was not wanted any more before it was there', async () => {
    const lost = vi.fn();
    audio().openMicrophone(nothing, lost).end();
    // A later one is open, so this one would be as well.
    const frames: Int16Array[] = [];
    const other = audio().openMicrophone((frame) => frames.push(frame), nothing);
    await until(() => frames.length > 0);
    expect(await streams('source-outputs')).toHaveLength(1);
    other.end();
    expect(lost).not.toHaveBeenCalled();
  });

  it('takes what the computer plays for no microphone', async () => {
    await pactl('set-default-source', 'room.monitor');
    expect(await audio().abilities()).toEqual({ microphone: false, speaker: true });
    const lost = vi.fn();
    audio().openMicrophone(nothing, lost);
    await until(() => lost.mock.calls.length > 0);
    expect(lost.mock.calls).toEqual([['there is no microphone']]);
  });

  it('tells once that the server went away, for each way', async () => {
    const [lostMicrophone, lostSpeaker] = [vi.fn(), vi.fn()];
    const frames: Int16Array[] = [];
    audio().openMicrophone((frame) => frames.push(frame), lostMicrophone);
    const speaker = audio().openSpeaker(sampleRate, lostSpeaker);
    await until(() => frames.length > 0);
    while ((await streams('sink-inputs')).length === 0);
    await server.kill();
    await until(() => lostMicrophone.mock.calls.length === 1 && lostSpeaker.mock.calls.length === 1);
    speaker.play(tone(before, frameSamples));
    speaker.end();
    expect([lostMicrophone.mock.calls.length, lostSpeaker.mock.calls.length]).toEqual([1, 1]);
  });

  it('plays no voice late: what came while the speaker stood still is left out, but for a moment', async () => {
    const heard = { before: 0, late: 0, after: 0 };
    const format = ['--raw', '--format=s16le', '--rate=48000', '--channels=1', '--latency-msec=20'];
    const recorder = spawn('pacat', ['--record', '--device=loudspeaker.monitor', ...format], {
      env: server.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    ends.push(() => recorder.kill('SIGKILL'));
    const { take } = frameSplitter(1_000);
    recorder.stdout.on('data', (bytes: Buffer) => {
      for (const frame of take(bytes)) {
        if (shareAt(before, frame) > 0.8) heard.before += 1;
        if (shareAt(late, frame) > 0.8) heard.late += 1;
        if (shareAt(after, frame) > 0.8) heard.after += 1;
      }
    });
    const speaker = audio().openSpeaker(sampleRate, nothing);
    let [said, hertz, due] = [0, before, performance.now()];
    const timer = setInterval(() => {
      for (; due < performance.now(); due += 10) {
        speaker.play(tone(hertz, frameSamples, said));
        said += frameSamples;
      }
    }, 10);
    ends.push(() => clearInterval(timer), speaker.end);
    await until(() => heard.before > 5);
    await pactl('suspend-sink', 'loudspeaker', '1');
    hertz = late;
    const since = said;
    await until(() => said - since > 2 * sampleRate);
    hertz = after;
    heard.before = 0;
    await pactl('suspend-sink', 'loudspeaker', '0');
    await until(() => heard.after > 5);
    // What had to be played first; without a bound, all that the pipe to the player holds: more than a second.
    expect(heard.before + heard.late).toBeLessThan(70);
  });
});
