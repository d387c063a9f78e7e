import { expect, it } from 'vitest';
import { addressed, received } from './addressed.js';

const offer = { description: { type: 'offer', sdp: 'v=0\r\ns=-\r\n' } } as const;
const candidate = {
  candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
};

it('a description is for the session that it was written for, and is read as it was', () => {
  expect(received(addressed(offer, 7), 7)).toEqual(offer);
  expect(received(addressed(offer, 7), 8)).toBeUndefined();
  expect(received(addressed(offer, 70), 7)).toBeUndefined();
});

it('what says not whom it is for is taken, as a candidate is', () => {
  expect(received(offer, 7)).toEqual(offer);
  expect(addressed(candidate, 7)).toEqual(candidate);
  expect(received(candidate, 7)).toEqual(candidate);
});
