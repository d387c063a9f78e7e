import { describe, expect, it } from 'vitest';
import {
  answerMs,
  attend,
  beginControl,
  type Control,
  expire,
  join,
  openRoom,
  type Room,
  renew,
  roomTtlMs,
  type Transition,
} from './room-state.js';

const consent = { screen: true, voice: false, camera: false };
const student = { id: 'mem_s', name: '이하은' };
const instructor = { id: 'mem_i', name: '김강사' };

function entered(result: Transition | string): Transition {
  if (typeof result === 'string') throw new Error(result);
  return result;
}

function attended(): Room {
  const empty = openRoom({ id: 'rom', lectureId: 'lec', lessonId: 'les', student }, consent);
  return entered(attend(empty, { sessionId: 'a', person: student, abilities: null }, consent, 0)).after;
}

it('takes a question about control that nobody answers for a no, and leaves control that is on', () => {
  const joined = entered(join(attended(), { sessionId: 'b', person: instructor, abilities: null }, 0));
  const control: Control = { id: 'ctl', state: 'asked', by: instructor, fence: joined.after.fence, since: 0 };
  const alive = (room: Room) => renew(renew(room, 'student', answerMs).after, 'instructor', answerMs).after;
  const asked = alive(beginControl(joined.after, control).after);
  expect(expire(asked, answerMs - 1).after.control).toEqual(control);
  const { before, after, out } = expire(asked, answerMs);
  expect([before.control, after.control, out]).toEqual([control, null, []]);
  const on = { ...asked, control: { ...control, state: 'on' as const } };
  expect(expire(on, answerMs).after.control).toEqual(on.control);
});

describe('an instructor who was away', () => {
  const mine = 'the stay of one';
  const comer = (sessionId: string, id: string, left?: number) => ({
    ...{ sessionId, person: instructor, abilities: null },
    stay: { id, left: left === undefined ? undefined : { roomId: 'rom', fence: left } },
  });
  const { after: room } = entered(join(attended(), comer('b', mine), 0));
  const { after: taken } = entered(join(room, comer('c', 'the stay of another'), 0));

  it('takes over from the session it had, which the server still believes in', () => {
    expect(entered(join(room, comer('d', mine, 2), 0)).after.sessions.instructor).toMatchObject({ sessionId: 'd' });
  });

  it('takes over from its own return, whose answer was lost', () => {
    const { after: returned } = entered(join(room, comer('d', mine, 2), 0));
    expect(entered(join(returned, comer('e', mine, 2), 0)).after.sessions.instructor).toMatchObject({ sessionId: 'e' });
  });

  it('does not put out whoever came since', () => {
    expect(join(taken, comer('d', mine, 2), 0)).toBe('room_taken_over');
  });

  it('is let in again once that one has gone, or was not renewed', () => {
    const away = roomTtlMs;
    const alone = renew(taken, 'student', away - 1).after;
    expect(entered(join(alone, comer('d', mine, 2), away)).after.sessions.instructor).toMatchObject({ sessionId: 'd' });
  });

  it('takes over by coming anew, as anybody may', () => {
    expect(entered(join(taken, comer('d', mine), 0)).after.sessions.instructor).toMatchObject({ sessionId: 'd' });
  });

  it('from a room that is no more is new here', () => {
    const stay = { id: mine, left: { roomId: 'rom of before a restart', fence: 1 } };
    expect(entered(join(taken, { ...comer('d', mine), stay }, 0)).after.sessions.instructor?.sessionId).toBe('d');
  });
});
