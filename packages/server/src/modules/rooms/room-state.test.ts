import { expect, it } from 'vitest';
import { answerMs, attend, beginControl, type Control, expire, join, openRoom, renew } from './room-state.js';

const consent = { screen: true, voice: false, camera: false };
const student = { id: 'mem_s', name: '이하은' };
const instructor = { id: 'mem_i', name: '김강사' };

it('takes a question about control that nobody answers for a no, and leaves control that is on', () => {
  const empty = openRoom({ id: 'rom', lectureId: 'lec', lessonId: 'les', student }, consent);
  const { after: attended } = attend(empty, { sessionId: 'a', person: student, abilities: null }, consent, 0);
  const joined = join(attended, { sessionId: 'b', person: instructor, abilities: null }, 0);
  if (typeof joined === 'string') throw new Error(joined);
  const control: Control = { id: 'ctl', state: 'asked', by: instructor, fence: joined.after.fence, since: 0 };
  const alive = (room: typeof empty) => renew(renew(room, 'student', answerMs).after, 'instructor', answerMs).after;
  const asked = alive(beginControl(joined.after, control).after);
  expect(expire(asked, answerMs - 1).after.control).toEqual(control);
  const { before, after, out } = expire(asked, answerMs);
  expect([before.control, after.control, out]).toEqual([control, null, []]);
  const on = { ...asked, control: { ...control, state: 'on' as const } };
  expect(expire(on, answerMs).after.control).toEqual(on.control);
});
