import { Load } from './load.js';
import type { LoadMessage } from './load-process.js';

// The load in a process of its own: told by messages what to do, answers each phase with its tally.
let load: Load | undefined;

process.on('message', async (message: LoadMessage) => {
  if (message.kind === 'target') load = new Load(message.host, message.agents, message.pictures.map(Buffer.from));
  else process.send?.(await load?.run(message.phase));
});
process.on('disconnect', () => process.exit(0));
