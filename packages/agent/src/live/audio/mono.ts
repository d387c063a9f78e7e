/** One channel of several that lie beside one another: their mean. */
export function toMono(samples: Int16Array, channels: number): Int16Array {
  if (channels <= 1) return samples;
  return Int16Array.from({ length: Math.floor(samples.length / channels) }, (_, i) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += samples[i * channels + channel] ?? 0;
    return Math.round(sum / channels);
  });
}
