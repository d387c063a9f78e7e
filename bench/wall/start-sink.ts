import { firstLine, spawnScript, startedPid, stopProcess } from '../processes.js';
import type { StartTarget } from './target.js';

/** The bare node:http server that our server is compared with. */
export const startSink: StartTarget = async (agents) => {
  const child = spawnScript(new URL('./sink.ts', import.meta.url));
  const port = await firstLine(child, child.stdout);
  return {
    pid: await startedPid(child),
    url: `http://127.0.0.1:${port}`,
    // As long as the real ones, so that both sides parse the same bytes.
    agents: Array.from({ length: agents }, (_, index) => ({
      path: `/v1/lectures/lec_${String(index).padStart(26, '0')}/screen?lessonId=les_${'0'.repeat(26)}`,
      headers: { authorization: `Bearer ${'x'.repeat(60)}` },
    })),
    wall: async () => null,
    stop: () => stopProcess(child),
  };
};
