import { DidactoError } from '@didacto/sdk';
import type { InstructorRoom } from '@didacto/sdk/live';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../wall/testing/headless-wall.js';
import { FakeRoom } from '../testing/fake-room.js';
import { type LinkEnd, type LinkNotice, LiveLink } from './live-link.js';

class Refused extends DidactoError {
  constructor(readonly code: string) {
    super(code);
  }
}

/** A link whose clock stands still, and what it said. */
function startLink(join: () => Promise<InstructorRoom>) {
  const clock = new ManualClock();
  const notices: (LinkNotice | null)[] = [];
  const ends: LinkEnd[] = [];
  const nothing = () => undefined;
  const link = new LiveLink({
    ...{ join, clock, onTiles: nothing, onPeer: nothing, onChange: nothing, onRefusal: nothing },
    pictureSize: () => null,
    onNotice: (notice) => notices.push(notice),
    onEnd: (end) => ends.push(end),
  });
  link.start();
  return { link, clock, notices, ends };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

async function startInRoom() {
  const room = new FakeRoom();
  const started = startLink(async () => room);
  await settled();
  return { ...started, room };
}

describe('the way to one student', () => {
  it('keeps no timer when it was left, so that the command ends with it', async () => {
    const { link, clock, ends } = startLink(() => Promise.reject(new Refused('no_active_lesson')));
    await settled();
    expect(ends).toEqual([{ by: 'refusal', code: 'no_active_lesson' }]);
    await link.close();
    expect(clock.waiting).toBe(0);

    const other = await startInRoom();
    other.link.refresh();
    await other.link.close();
    expect(other.clock.waiting).toBe(0);
  });

  it('says that control has ended when the student goes', async () => {
    const { room, notices } = await startInRoom();
    room.controlIs('on');
    room.emit('ended', 'student_gone');
    expect(notices).toEqual(['controlOn', 'controlEnded']);
  });

  it('takes back that the student is asked when there is nobody any more, and calls it no refusal', async () => {
    const { room, notices } = await startInRoom();
    room.controlIs('asked');
    room.emit('ended', 'student_gone');
    expect(notices).toEqual(['controlAsked', null]);
  });

  it('tells no delay while the way to the server is lost', async () => {
    const { link, room, clock } = await startInRoom();
    clock.advance(1_000);
    await settled();
    expect(link.roundTripMs).toBe(12);
    room.emit('reconnecting');
    clock.advance(5_000);
    await settled();
    expect(link.roundTripMs).toBeNull();
  });
});
