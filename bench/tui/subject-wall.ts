import { runWall } from '../../packages/cli/src/wall/run-wall.js';
import { FakeSource, fakeTile } from '../../packages/cli/src/wall/testing/fake-source.js';
import { measure, meteredTerminal } from './meter.js';
import type { TuiResult, TuiTask } from './protocol.js';

class LiveSource extends FakeSource {
  override now(): number {
    return Date.now();
  }
}

/** Measures the real wall. */
export async function measureWall(task: TuiTask): Promise<TuiResult> {
  const meter = meteredTerminal(task);
  const names = Array.from({ length: task.tiles }, (_, at) => fakeTile({ studentId: `mem_${at}`, name: `학생 ${at}` }));
  const source = new LiveSource(names, { lesson: { id: 'les_1', startedAt: Date.now() } });
  const ended = runWall({
    source,
    stdin: meter.terminal.stdin,
    stdout: meter.terminal.stdout,
    env:
      task.mode === 'kitty'
        ? { TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1' }
        : { TERM: 'tmux-256color', COLORTERM: 'truecolor' },
    lang: 'ko',
  });
  const result = await measure(task, meter, (tile, jpeg) => {
    source.time = Date.now();
    source.show(`mem_${tile}`, jpeg);
  });
  meter.terminal.type('q');
  await ended;
  return result;
}
