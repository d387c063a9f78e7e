import { expect, test } from 'vitest';
import { shiftedClock } from '../testing/shifted-clock.js';
import { type Relations, rememberOwners } from './relations.js';

function counting(owner: () => string | undefined) {
  let asked = 0;
  const nothing = async () => undefined;
  const relations: Relations = {
    lectureOwner: async () => {
      asked++;
      return owner();
    },
    lectureOfLesson: nothing,
    enrollment: nothing,
    staffRole: nothing,
    isOnRoster: async () => false,
    isSeated: async () => false,
    buyer: nothing,
  };
  return { relations, asked: () => asked };
}

test('the owner of a lecture is asked for once in 5 s, and anew when the lecture changed', async () => {
  const clock = shiftedClock();
  let owner: string | undefined = 'mem_1';
  const { relations, asked } = counting(() => owner);
  const remembering = rememberOwners(relations, clock);
  for (let call = 0; call < 5; call++) expect(await remembering.lectureOwner('lec_1')).toBe('mem_1');
  expect(asked()).toBe(1);
  clock.pass(5_001);
  await remembering.lectureOwner('lec_1');
  expect(asked()).toBe(2);
  owner = undefined;
  remembering.forget({ lectureId: 'lec_2' });
  expect(await remembering.lectureOwner('lec_1')).toBe('mem_1');
  remembering.forget({ lectureId: 'lec_1' });
  expect(await remembering.lectureOwner('lec_1')).toBeUndefined();
  // One that is not there is not remembered: it may come.
  owner = 'mem_2';
  expect(await remembering.lectureOwner('lec_1')).toBe('mem_2');
});
