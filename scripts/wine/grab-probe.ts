// Runs under Wine: writes a picture of the agent's Windows capture as it is, for a comparison by pixel.
import { renameSync, writeFileSync } from 'node:fs';
import { createWindowsSource } from '../../packages/agent/src/capture/windows-gdi.js';

const [out = 'frame.bin'] = process.argv.slice(2);
const source = createWindowsSource({ monitors: 'all' });
const times: number[] = [];
let grab = await source.grab(true);
for (let count = 0; count < 20; count++) {
  const started = performance.now();
  grab = await source.grab(true);
  times.push(performance.now() - started);
}
const ms = times.sort((a, b) => a - b)[times.length / 2];
if (grab.kind === 'frame') {
  const { width, height, stride, pixels } = grab.frame;
  writeFileSync(`${out}.pixels`, pixels);
  writeFileSync(`${out}.draft`, JSON.stringify({ width, height, stride, ms }));
} else {
  writeFileSync(`${out}.draft`, JSON.stringify(grab));
}
// Whoever waits for the file finds it whole.
renameSync(`${out}.draft`, out);
await source.close();
