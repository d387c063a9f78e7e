import { fakeTerminal } from '../../packages/cli/src/wall/testing/fake-terminal.js';
import { thumbnails } from './pictures.js';
import type { TuiResult, TuiTask } from './protocol.js';

const WARM_UP_MS = 3000;

/** A terminal whose bytes go to stdout, and which notes when a waiting picture was written. */
export function meteredTerminal(task: TuiTask) {
  const waiting: number[] = [];
  const latencies: number[] = [];
  let bytes = 0;
  const terminal = fakeTerminal(task, (text) => {
    const accepted = process.stdout.write(text);
    bytes += Buffer.byteLength(text);
    // A frame holds all that came before it. Shorter writes are cursor movements around one.
    if (text.length > 100) latencies.push(...waiting.splice(0).map((since) => performance.now() - since));
    return accepted;
  });
  process.stdout.on('drain', () => terminal.stdout.emit('drain'));
  return {
    terminal,
    arrived: () => void waiting.push(performance.now()),
    reset: () => {
      latencies.length = 0;
      bytes = 0;
    },
    latencies,
    bytes: () => bytes,
  };
}

/** Shows every tile a new picture each second; `show` brings one to the screen. Resolves with what that cost. */
export async function measure(
  task: TuiTask,
  meter: ReturnType<typeof meteredTerminal>,
  show: (tile: number, jpeg: Uint8Array) => void,
): Promise<TuiResult> {
  const pictures = thumbnails(task.tiles);
  const timers = Array.from({ length: task.tiles }, (_, tile) => {
    let round = 0;
    const offset = task.arrival === 'spread' ? (tile * 1000) / task.tiles : 0;
    return setTimeout(() => {
      const change = () => {
        meter.arrived();
        show(tile, pictures.of(tile, round));
        round += 1;
      };
      timers[tile] = setInterval(change, 1000);
      change();
    }, offset);
  });
  await pause(WARM_UP_MS);
  meter.reset();
  const before = process.cpuUsage();
  const start = performance.now();
  await pause(task.seconds * 1000);
  const used = process.cpuUsage(before);
  const elapsed = (performance.now() - start) / 1000;
  for (const timer of timers) clearInterval(timer);
  return {
    cpuShare: (used.user + used.system) / 1e6 / elapsed,
    latencies: [...meter.latencies],
    bytesPerSecond: meter.bytes() / elapsed,
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
