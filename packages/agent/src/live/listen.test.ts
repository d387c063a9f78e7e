import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../agent-clock.js';
import { noLog } from '../log.js';
import { until } from '../testing/until.js';
import { type LiveDesk, type LiveSession, liveSession } from './live-session.js';
import { countedMedia } from './testing/counted-media.js';

/** A desk where the notice comes up when the test says so. */
function desk() {
  let tell = (_: boolean) => {};
  let lose = () => {};
  const made: LiveDesk = {
    mayPlayUnseen: false,
    showWatched(_, lost) {
      lose = lost;
      return new Promise((resolve) => {
        tell = resolve;
      });
    },
    endWatched: async () => undefined,
    showNotice: async () => true,
    endNotice: async () => undefined,
    ask: async () => false,
    play: () => Promise.reject(new Error('not here')),
    setClipboard: () => undefined,
  };
  return { desk: made, tell: (shown: boolean) => tell(shown), lose: () => lose() };
}

const started: LiveSession[] = [];
afterEach(() => Promise.all(started.splice(0).map((session) => session.stop())));

function begin() {
  const media = countedMedia();
  const at = desk();
  const { room, options } = media;
  const { audio, window, rtc } = options;
  const session = liveSession({
    ...{ room, desk: at.desk, clock: systemClock, log: noLog(), media: { audio, window, rtc } },
    openSource: () => {
      throw new Error('nobody watches');
    },
    ...{ openTrack: undefined, onChange: () => undefined },
  });
  started.push(session);
  return { ...media, ...at, session };
}

async function listening() {
  const all = begin();
  const { room, consent, tell, open } = all;
  room.meet(2);
  await consent({ voice: true });
  room.say({ type: 'listen', on: true });
  tell(true);
  await until(() => open.microphones === 1);
  return all;
}

describe('the student’s microphone', () => {
  it('is not opened before the student has been told who is there', async () => {
    const { room, consent, open, tell } = begin();
    room.meet(2);
    await consent({ voice: true });
    room.say({ type: 'listen', on: true });
    expect(open.microphones).toBe(0);
    tell(true);
    await until(() => open.microphones === 1);
  });

  it('is not opened where the notice cannot be shown', async () => {
    const { room, consent, open, tell, session } = begin();
    room.meet(2);
    await consent({ voice: true });
    room.say({ type: 'listen', on: true });
    tell(false);
    // All that follows from the answer has happened by then.
    await new Promise((resolve) => setImmediate(resolve));
    expect(session.state().viewer).not.toBeNull();
    expect(open.microphones).toBe(0);
  });

  it.each(['listen', 'peer', 'another', 'consent', 'notice', 'stop'] as const)('is closed at once: %s', async (why) => {
    const { room, consent, open, lose, session, speak } = await listening();
    speak();
    expect([session.state().media.microphone, open.voices]).toEqual([true, 1]);
    if (why === 'listen') room.say({ type: 'listen', on: false });
    if (why === 'peer') room.meet(null);
    if (why === 'another') room.meet(3);
    if (why === 'consent') void consent({ voice: false });
    if (why === 'notice') lose();
    if (why === 'stop') void session.stop();
    // The fake tells of consent a turn later.
    if (why === 'consent') await Promise.resolve();
    expect([session.state().media.microphone, open.microphones, open.voices]).toEqual([false, 0, 0]);
  });
});
