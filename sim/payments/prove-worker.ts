// A process of the proof: runs the parts that it is sent, one after the other, and sends back what came of each.
import { pin } from '../../bench/processes.js';
import { modes, simulatePayments } from './simulate.js';

interface Part {
  readonly mode: string;
  readonly first: number;
  readonly seeds: number;
}

pin(process.pid, Number(process.argv[2]));
process.on('message', ({ mode: name, first, seeds }: Part) => {
  const mode = modes.find((one) => one.name === name);
  if (mode === undefined) throw new Error(`There is no mode ${name}`);
  void simulatePayments({ mode, first, seeds, say: console.error }).then(({ counts: _, digest: __, ...report }) =>
    process.send?.(report),
  );
});
