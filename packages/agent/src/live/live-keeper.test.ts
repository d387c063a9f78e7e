import type { RoomEnd, StudentRoom } from '@didacto/sdk/live';
import { describe, expect, it } from 'vitest';
import type { AgentClock } from '../agent-clock.js';
import { systemClock } from '../agent-clock.js';
import { noLog } from '../log.js';
import { type FakeRoom, fakeRoom } from '../testing/fake-room.js';
import { lesson } from '../testing/samples.js';
import { until } from '../testing/until.js';
import { type LiveMachine, liveKeeper } from './live-keeper.js';

const abilities = {
  ...{ track: false, tiles: true, control: null, microphone: false, speaker: false, window: false, screen: null },
};

function world() {
  const rooms: FakeRoom[] = [];
  const timers: (() => void)[] = [];
  const clock: AgentClock = {
    ...systemClock,
    after: (_, run) => {
      timers.push(run);
      return () => void timers.splice(timers.indexOf(run), 1);
    },
  };
  const machine: LiveMachine = {
    openSource: () => {
      throw new Error('nobody watches');
    },
    rtc: undefined,
    abilities: async () => abilities,
    desk: () => ({
      mayPlayUnseen: false,
      showWatched: async () => true,
      endWatched: async () => undefined,
      showNotice: async () => true,
      endNotice: async () => undefined,
      ask: async () => false,
      play: () => Promise.reject(new Error('not here')),
      setClipboard: () => undefined,
    }),
  };
  const script = { refuses: false };
  const attend = async (): Promise<StudentRoom> => {
    if (script.refuses) throw new Error('refused');
    const room = fakeRoom();
    rooms.push(room);
    return room;
  };
  const keeper = liveKeeper({ machine, attend, clock, log: noLog(), onChange: () => undefined });
  return { keeper, rooms, timers, script };
}

describe('the live room of a seat', () => {
  it('takes what the student allows to the server, and says so where there is no room', async () => {
    const { keeper } = world();
    await expect(keeper.setConsent({ voice: true })).rejects.toMatchObject({ code: 'no_lesson' });
    keeper.open(lesson());
    await until(() => keeper.state() !== null);
    expect(await keeper.setConsent({ voice: true })).toMatchObject({ voice: true });
    expect(keeper.state()?.consent).toMatchObject({ screen: true, voice: true });
    await keeper.close();
  });

  it('is attended while a lesson is captured, and left after it', async () => {
    const { keeper, rooms } = world();
    expect(keeper.state()).toBeNull();
    keeper.open(lesson());
    keeper.open(lesson());
    await until(() => keeper.state() !== null);
    expect(rooms).toHaveLength(1);
    await keeper.close();
    expect([keeper.state(), rooms[0]?.seen.closed]).toEqual([null, 1]);
  });

  it('is left even where the lesson ends while it is entered', async () => {
    const { keeper, rooms } = world();
    keeper.open(lesson());
    await keeper.close();
    expect(rooms.map(({ seen }) => seen.closed)).toEqual([1]);
    expect(keeper.state()).toBeNull();
  });

  it('is tried again where it cannot be entered, until the lesson ends', async () => {
    const { keeper, rooms, timers, script } = world();
    script.refuses = true;
    keeper.open(lesson());
    await until(() => timers.length === 1);
    script.refuses = false;
    timers.shift()?.();
    await until(() => keeper.state() !== null);
    expect(rooms).toHaveLength(1);
    await keeper.close();
    script.refuses = true;
    keeper.open(lesson());
    await until(() => timers.length === 1);
    await keeper.close();
    expect(timers).toHaveLength(0);
  });

  it.each<[RoomEnd, boolean]>([
    ['room_taken_over', false],
    ['lesson_ended', false],
    ['session_ended', false],
    ['forbidden', false],
    ['room_session_expired', true],
  ])('that ended by %s is entered again: %s', async (code, again) => {
    const { keeper, rooms, timers } = world();
    keeper.open(lesson());
    await until(() => keeper.state() !== null);
    rooms[0]?.emit('ended', code);
    expect(keeper.state()).toBeNull();
    await until(() => rooms[0]?.seen.closed === 1);
    await until(() => timers.length === (again ? 1 : 0));
    await keeper.close();
  });
});
