import { writeFileSync } from 'node:fs';
import { sampleRate } from '../../../packages/agent/src/live/audio/audio-back-end.js';
import { tone } from '../../../packages/agent/src/live/audio/testing/tone.js';

/** Chromium's flags for a microphone and a camera of files. */
export const madeUpDevices = (files: { sound: string; video: string }): string[] => [
  `--use-file-for-fake-audio-capture=${files.sound}`,
  `--use-file-for-fake-video-capture=${files.video}`,
];

/**
 * A WAV file of beeps: a browser takes a tone without an end for noise, and leaves it out. Between two of them there is
 * less than the 100 ms by which a tone is told from silence.
 */
export function writeBeeps(file: string, hertz: number): void {
  const beep = Buffer.from(tone(hertz, 0.3 * sampleRate).buffer);
  const sound = Buffer.concat([beep, Buffer.alloc(beep.length / 5)]);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + sound.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  const [pcm, channels, sampleBytes] = [1, 1, 2];
  head.writeUInt16LE(pcm, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(sampleRate * sampleBytes, 28);
  head.writeUInt16LE(sampleBytes, 32);
  head.writeUInt16LE(8 * sampleBytes, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(sound.length, 40);
  writeFileSync(file, Buffer.concat([head, sound]));
}

/** Y, U and V of plain colours. */
const [red, blue] = [
  [81, 90, 240],
  [41, 240, 110],
];

/** A Y4M file of a picture that is red on its left and blue on its right. */
export function writeRedAndBlue(file: string): void {
  const { width, height } = { width: 640, height: 360 };
  const planes = [0, 1, 2].map((plane) => {
    const [wide, tall] = plane === 0 ? [width, height] : [width / 2, height / 2];
    const row = Buffer.alloc(wide, red?.[plane]).fill(blue?.[plane] ?? 0, wide / 2);
    return Buffer.concat(Array<Buffer>(tall).fill(row));
  });
  const frame = [Buffer.from('FRAME\n'), ...planes];
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip C420\n`), ...frame, ...frame]),
  );
}
