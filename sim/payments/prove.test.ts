import { expect, test } from 'vitest';
import { parts } from './prove.js';
import { scenarios } from './scenarios.js';

test('the proof covers ten thousand seeds, each once, and every scenario', () => {
  const covered = (mode: string): number[] =>
    parts
      .filter((part) => part.mode === mode)
      .flatMap(({ first, seeds }) => Array.from({ length: seeds }, (_, n) => first + n));
  expect(covered('seeds')).toEqual(Array.from({ length: 10_000 }, (_, n) => n + 1));
  expect(covered('crash-points')).toEqual(scenarios.map((_, n) => n + 1));
});
