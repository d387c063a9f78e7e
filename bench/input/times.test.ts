import { expect, test } from 'vitest';
import { type Sent, toAnswer, toPlace } from './times.js';

const sent: Sent[] = [
  { seq: 1, at: 100, x: 0, y: 0 },
  { seq: 2, at: 200, x: 1, y: 0.5 },
  { seq: 3, at: 300, x: 0.5, y: 0.5 },
];

test('a move is timed to its own answer, and to none where none came', () => {
  const answers = [
    { seq: 0, at: 90 },
    { seq: 1, at: 101 },
    { seq: 3, at: 307 },
  ];
  expect(toAnswer(sent, answers)).toEqual([1, 7]);
});

test('a move is timed until the pointer is at its pixel, not until it is there again much later', () => {
  const places = [
    { x: 0, y: 0, at: 102 },
    { x: 640, y: 360, at: 303 },
    { x: 0, y: 0, at: 900 },
    { x: 1279, y: 360, at: 5_000 },
  ];
  expect(toPlace(sent, places, { width: 1280, height: 720 })).toEqual([2, 3]);
});
