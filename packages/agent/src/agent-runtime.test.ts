import { applyPictureDelta, readPictureDelta, splitSegments, type TiledPicture } from '@didacto/sdk/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentClock, systemClock } from './agent-clock.js';
import { type AgentOptions, type RunningAgent, startAgent } from './agent-runtime.js';
import { deviceCredentials } from './credentials.js';
import { hostFacts } from './host-facts.js';
import { newIdentity } from './identity.js';
import { noNotifier, testPatternNotifier } from './notice/choose-notifier.js';
import { pairDevice } from './pair-device.js';
import { serverClient } from './server-client.js';
import { type FakeFeed, fakeFeed } from './testing/fake-feed.js';
import type { Pushed } from './testing/fake-script.js';
import { type FakeServer, fakeServer } from './testing/fake-server.js';
import { deviceId, lesson, pairingCode } from './testing/samples.js';

let server: FakeServer;
let feed: FakeFeed;
const started: RunningAgent[] = [];

beforeEach(async () => {
  server = await fakeServer();
  feed = fakeFeed();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((agent) => agent.stop()));
  await server.close();
});

async function paired(
  options: Partial<AgentOptions> = {},
  at = server,
): Promise<RunningAgent & { until: FakeServer['until'] }> {
  const identity = newIdentity();
  const host = await hostFacts();
  const pairing = await pairDevice({ client: serverClient(at.url), code: pairingCode, identity, host });
  const waiting = new Set<() => void>();
  const agent = startAgent({
    credentials: deviceCredentials({ identity, pairing, host }),
    openFeed: feed.open,
    notifier: testPatternNotifier,
    random: () => 0.1,
    onChange: () => {
      for (const look of waiting) look();
    },
    ...options,
  });
  started.push(agent);
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => condition() && resolve();
      waiting.add(look);
      look();
    });
  return { ...agent, until };
}

/** What the server makes of pushes, whole ones and deltas. */
function received(pushes: readonly Pushed[]): TiledPicture[] {
  const taken = new Map<number, TiledPicture>();
  for (const { bytes, format, sequence } of pushes) {
    const delta = format === 'delta' ? readPictureDelta(bytes) : undefined;
    const base = delta?.ok ? taken.get(delta.value.baseSequence) : undefined;
    const picture = delta?.ok && base ? applyPictureDelta(base, delta.value, 1e6) : splitSegments(bytes);
    if (!picture.ok) throw new Error(picture.problem);
    taken.set(sequence, picture.value);
  }
  return [...taken.values()];
}

describe('an agent at its server', () => {
  it('captures nothing until it is seated in a lesson, and nothing after it', async () => {
    const agent = await paired();
    await agent.until(() => agent.status().link.state === 'connected');
    expect(feed.seen).toEqual({ open: 0, taken: 0 });
    server.assign(lesson());
    await server.until(() => server.seen.pushes.length >= 3);
    expect(server.seen.notices).toEqual([true]);
    server.assign(null);
    await agent.until(() => agent.status().phase === 'idle');
    expect(agent.status()).toMatchObject({ lesson: null, notice: { shown: false } });
    const { taken } = feed.seen;
    await agent.stop();
    expect(feed.seen).toEqual({ open: 0, taken });
    expect(server.seen.leaves).toBe(1);
  });

  it('sends a whole picture first and deltas after it, from which the server makes whole pictures', async () => {
    server.assign(lesson());
    await paired();
    await server.until(() => server.seen.pushes.length >= 3);
    expect(server.seen.pushes.slice(0, 3).map(({ format }) => format)).toEqual(['whole', 'delta', 'delta']);
    expect(received(server.seen.pushes)).toHaveLength(server.seen.pushes.length);
  });

  it('starts again with a whole picture where the base is missing', async () => {
    server.assign(lesson());
    await paired();
    await server.until(() => server.seen.pushes.length >= 2);
    server.script.answer = 'picture_base_missing';
    const before = server.seen.pushes.length;
    await server.until(() => server.seen.pushes.length >= before + 2);
    server.script.answer = 'ok';
    const [refused, whole] = server.seen.pushes.slice(before);
    expect([refused?.format, whole?.format]).toEqual(['delta', 'whole']);
  });

  it('has one push under way, however slow the server is', async () => {
    server.script.answer = 'hold';
    server.assign(lesson());
    const agent = await paired();
    await server.until(() => server.seen.pushes.length === 1);
    const { taken } = feed.seen;
    server.assign(lesson({ policy: { ...lesson().policy } }));
    server.endSessions('session_ended');
    await server.until(() => server.seen.connections === 2);
    // Neither a picture nor a grab beside the one that waited.
    expect([taken, server.seen.pushes.length]).toEqual([1, 1]);
    await agent.stop();
  });

  it('says once that there is no screen, and why', async () => {
    feed.result = { kind: 'unavailable', reason: 'locked', detail: 'the session is locked' };
    server.assign(lesson());
    const agent = await paired();
    await agent.until(() => feed.seen.taken >= 4);
    expect(server.seen.reports).toMatchObject([{ state: 'no_display', reason: 'locked' }]);
    expect(agent.status().screen.problem).toBe('locked: the session is locked');
  });

  it('captures nothing where no notice can be shown, unless that was decided', async () => {
    server.assign(lesson());
    const agent = await paired({ notifier: noNotifier });
    await server.until(() => server.seen.reports.length === 1);
    expect(server.seen.reports).toMatchObject([{ state: 'no_display', reason: 'not_permitted' }]);
    expect(agent.status()).toMatchObject({ phase: 'silenced', notice: { channel: 'none', shown: false } });
    expect([feed.seen.taken, server.seen.notices]).toEqual([0, [false]]);
    await agent.stop();
    await paired({ notifier: noNotifier, mayWatchUnseen: true });
    await server.until(() => server.seen.pushes.length > 0);
  });

  it('comes back when its server does, and does not grab meanwhile', async () => {
    server.assign(lesson());
    const agent = await paired();
    await server.until(() => server.seen.pushes.length >= 1);
    await server.close();
    await agent.until(() => agent.status().phase === 'leased');
    const { taken } = feed.seen;
    await agent.until(() => agent.status().link.code === 'unreachable');
    expect(feed.seen).toEqual({ open: 0, taken });
    await server.open();
    const before = server.seen.pushes.length;
    await server.until(() => server.seen.pushes.length > before);
    expect(server.seen.pushes.at(before)?.format).toBe('whole');
  });

  it('signs in anew when its token nears its end', async () => {
    server.script.tokenSeconds = 0;
    await paired();
    await server.until(() => server.seen.connections === 1);
    server.endSessions('session_ended');
    await server.until(() => server.seen.connections === 2);
    expect(server.seen.signIns).toBeGreaterThanOrEqual(2);
  });

  it('stops at once when its device is revoked', async () => {
    server.assign(lesson());
    const agent = await paired();
    await server.until(() => server.seen.pushes.length >= 1);
    server.script.refusal = 'device_revoked';
    server.endSessions('device_revoked');
    await agent.until(() => agent.status().link.state === 'put_out');
    expect(agent.status()).toMatchObject({ phase: 'idle', link: { code: 'device_revoked' }, notice: { shown: false } });
  });

  it('never connects to a server that cannot prove the pinned key', async () => {
    server.script.isImpostor = true;
    server.assign(lesson());
    const agent = await paired();
    await agent.until(() => agent.status().link.state === 'put_out');
    expect(agent.status().link.code).toBe('server_changed');
    expect([server.seen.connections, server.seen.pushes.length, feed.seen.taken]).toEqual([0, 0, 0]);
  });

  it.each([3_600_000, -3_600_000])('works on a computer whose clock is %i ms off', async (off) => {
    const clock: AgentClock = { ...systemClock, wall: () => Date.now() + off };
    server.assign(lesson());
    const agent = await paired({ clock });
    await server.until(() => server.seen.pushes.length >= 2);
    for (const { capturedAt } of server.seen.pushes)
      expect(Math.abs(Date.parse(capturedAt) - Date.now())).toBeLessThan(60_000);
    expect(Math.abs((agent.status().clockSkewMs ?? 0) - off)).toBeLessThan(60_000);
    expect(agent.status().shownAs.id).toBe(deviceId);
  });

  it('strips what the server says of everything that controls a terminal', async () => {
    server.assign(lesson({ lectureTitle: 'A\u001b]0;owned\u0007\nB\u202e', instructorName: '\u001b[31m김하은' }));
    const agent = await paired();
    await agent.until(() => agent.status().lesson !== null);
    expect(agent.status().lesson).toMatchObject({ lectureTitle: 'A B', instructorName: '김하은' });
    expect(agent.status().shownAs.name).toBe('PC-07');
  });
});

it('lets one process host several agents', async () => {
  server.assign(lesson());
  const agents = await Promise.all([paired(), paired()]);
  await server.until(() => server.seen.pushes.length >= 4);
  await Promise.all(agents.map((agent) => agent.until(() => agent.status().pushes.count >= 2)));
});
