import { sampleRate } from '../audio-back-end.js';

/** A sine at a third of full loudness, from sample `from` on. */
export const tone = (hertz: number, samples: number, from = 0): Int16Array =>
  Int16Array.from({ length: samples }, (_, i) => 11_000 * Math.sin((2 * Math.PI * hertz * (from + i)) / sampleRate));

/** How much of the energy of 100 ms is at a frequency, 0 to 1 (Goertzel); 0 where it is quiet. */
export function shareAt(hertz: number, samples: Int16Array): number {
  const twice = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let [before, last, energy] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + twice * last - before];
    energy += sample * sample;
  }
  const isQuiet = energy < samples.length * 500 ** 2;
  return isQuiet ? 0 : (2 * (last * last + before * before - twice * last * before)) / (samples.length * energy);
}

/** Says whether the newest 100 ms are a tone. */
export function ear() {
  const window = new Int16Array(sampleRate / 10);
  return {
    take(samples: Int16Array): void {
      window.copyWithin(0, samples.length);
      window.set(samples.subarray(-window.length), Math.max(0, window.length - samples.length));
    },
    hears: (hertz: number): boolean => shareAt(hertz, window) > 0.8,
    isQuiet: (): boolean => window.every((sample) => Math.abs(sample) < 300),
  };
}
