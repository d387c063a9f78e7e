import type { TuiTask } from './protocol.js';
import { measureInkText } from './subject-ink.js';
import { measureWall } from './subject-wall.js';

// The measured process: one task comes as a message, the result goes back as one.
process.once('message', async (task: TuiTask) => {
  const result = await (task.mode === 'ink-text' ? measureInkText(task) : measureWall(task));
  process.send?.(result, () => process.exit(0));
});
