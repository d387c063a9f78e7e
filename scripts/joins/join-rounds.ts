import { createDidacto } from '@didacto/sdk';
import * as z from 'zod';
import { startedPid } from '../../bench/processes.js';
import { startServerProcess } from '../../packages/server/src/testing/server-process.js';
import { roomScene } from '../../packages/server/src/testing/test-rooms.js';
import { startTestServer } from '../../packages/server/src/testing/test-server.js';
import { until } from '../../packages/server/src/testing/until.js';
import { freePort } from '../examples/free-port.js';
import { watchPeers } from '../flow/view/candidates.js';
import { type ViewedAgent, viewAgent } from '../flow/view/viewed-agent.js';
import { Footprint, footprintOf, leastOf } from './footprint.js';

/** What both sides held at least, over some joins in turn. */
const JoinsSpan = z.object({ upTo: z.number(), server: Footprint, agent: Footprint });
export const JoinRounds = z.object({
  spans: z.array(JoinsSpan),
  /** That the server knows of, during the lesson and once it has ended. */
  rooms: z.object({ during: z.number(), after: z.number() }),
});
type JoinsSpan = z.infer<typeof JoinsSpan>;
export type JoinRounds = z.infer<typeof JoinRounds>;

/** Opens and closes the page of `didacto view` on one server and one agent, `spans` times so many joins. */
export async function joinRounds(spans: number, joinsASpan: number, say: (line: string) => void): Promise<JoinRounds> {
  const school = await startTestServer();
  const scene = await roomScene(school);
  await school.server.stop();
  const metricsPort = await freePort();
  const server = await startServerProcess(school.dataDir, 0, { METRICS_PORT: String(metricsPort) });
  const viewed = await viewAgent(server.url, scene);
  try {
    const agentPid = await startedPid(viewed.agent.process);
    const found: JoinsSpan[] = [];
    for (let span = 1; span <= spans; span++) {
      const seen: { server: Footprint; agent: Footprint }[] = [];
      for (let join = 0; join < joinsASpan; join++) {
        await comeAndGo(viewed, (span - 1) * joinsASpan + join);
        seen.push({ server: footprintOf(server.pid), agent: footprintOf(agentPid) });
      }
      const least = (side: 'server' | 'agent') => leastOf(seen.map((one) => one[side]));
      found.push({ upTo: span * joinsASpan, server: least('server'), agent: least('agent') });
      say(JSON.stringify(found.at(-1)));
    }
    const during = await roomsOf(metricsPort);
    await createDidacto({ baseUrl: server.url, auth: scene.instructor.accessToken }).lessons.end(scene);
    await until('the agent is idle', async () => (await viewed.agent.status())?.phase === 'idle');
    return { spans: found, rooms: { during, after: await roomsOf(metricsPort) } };
  } finally {
    await viewed.close();
    await server.stop();
    await school.stop();
  }
}

/** Every third leaves as soon as it sees something, the others once they are connected directly. */
async function comeAndGo(viewed: ViewedAgent, turn: number): Promise<void> {
  const { tab, view } = await viewed.open({ prepare: watchPeers });
  await viewed.shows(tab, turn);
  if (turn % 3 !== 0)
    await until('it is connected directly', () =>
      tab.page.evaluate(() => globalThis.peers.at(-1)?.connectionState === 'connected'),
    );
  await tab.close();
  await view.close();
}

/** How many live rooms a server's metrics say there are. */
async function roomsOf(metricsPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^didacto_rooms (\d+)$/m.exec(text)?.[1]);
}

/** How much more a side holds a join, from a span to the last. */
export function grownAJoin({ spans }: JoinRounds, side: 'server' | 'agent', from: number): Footprint {
  const [first, last] = [spans.at(from), spans.at(-1)];
  if (!first || !last || first === last) throw new Error('growth needs two spans');
  const joins = last.upTo - first.upTo;
  const grown = (key: keyof Footprint) => (last[side][key] - first[side][key]) / joins;
  return { memoryMb: grown('memoryMb'), files: grown('files'), sockets: grown('sockets'), threads: grown('threads') };
}
