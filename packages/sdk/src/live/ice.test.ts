import { describe, expect, it } from 'vitest';
import type { IceServers } from '../contract/rooms.js';
import { createIce } from './ice.js';
import { handClock } from './testing/hand-clock.js';

/** A server whose credentials are good for so long. */
function credentials(clock: ReturnType<typeof handClock>, lifeMs: number) {
  const state = { asked: 0, failing: false };
  const ask = async (): Promise<IceServers> => {
    state.asked++;
    if (state.failing) throw new Error('no answer');
    const expiresAt = new Date(clock.effects.timeOfDay() + lifeMs).toISOString();
    return {
      iceServers: [{ urls: ['turn:turn.example'], username: `${state.asked}` }],
      iceTransportPolicy: 'all',
      expiresAt,
    };
  };
  return { state, ask };
}
const name = ({ iceServers }: RTCConfiguration) => iceServers?.[0]?.username;

describe('ICE servers', () => {
  it('are asked for once while their credentials are good', async () => {
    const clock = handClock();
    const { state, ask } = credentials(clock, 600_000);
    const ice = createIce(ask, clock.effects, 'all');
    expect([name(await ice.get()), name(await ice.get())]).toEqual(['1', '1']);
    clock.pass(460_000);
    expect(name(await ice.get())).toBe('2');
    expect(state.asked).toBe(2);
  });

  it('are renewed before they end, for as long as somebody needs them', async () => {
    const clock = handClock();
    const ice = createIce(credentials(clock, 600_000).ask, clock.effects, 'all');
    await ice.get();
    const used: (string | undefined)[] = [];
    const stop = ice.watch((configuration) => used.push(name(configuration)));
    for (let minute = 0; minute < 18; minute++) {
      clock.pass(60_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(used).toEqual(['2', '3']);
    stop();
    expect(clock.waiting()).toBe(0);
  });

  it('are none where the server gives none, and are asked for again', async () => {
    const clock = handClock();
    const { state, ask } = credentials(clock, 600_000);
    const ice = createIce(ask, clock.effects, 'all');
    state.failing = true;
    expect(await ice.get()).toEqual({ iceTransportPolicy: 'all' });
    state.failing = false;
    const used: (string | undefined)[] = [];
    const stop = ice.watch((configuration) => used.push(name(configuration)));
    clock.pass(30_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(used).toEqual(['2']);
    stop();
  });

  it('tell no address in a room where none may be told: whatever the list says, and where there is none', async () => {
    const clock = handClock();
    const { state, ask } = credentials(clock, 600_000);
    const ice = createIce(ask, clock.effects, 'relay');
    state.failing = true;
    expect(await ice.get()).toEqual({ iceTransportPolicy: 'relay' });
    state.failing = false;
    expect(await ice.get()).toMatchObject({ iceTransportPolicy: 'relay', iceServers: [{ username: '2' }] });
  });
});
