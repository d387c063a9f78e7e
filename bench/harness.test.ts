import { expect, test } from 'vitest';
import { percentile, toJson, toRow, toTable } from './harness.js';

const missed = toRow({
  case: 'coding 720p',
  metric: 'CPU',
  value: 1.5,
  unit: 's/min',
  baseline: 3,
  bar: { is: '<=', limit: 0.6 },
});
const plain = toRow({ case: 'ceiling', metric: 'pushes', value: 40_000, unit: '/s' });

test('a row has the ratio to its baseline and the verdict of its bar', () => {
  expect(missed).toEqual({
    case: 'coding 720p',
    metric: 'CPU',
    value: 1.5,
    unit: 's/min',
    baseline: 3,
    ratio: 0.5,
    bar: '<= 0.6 s/min',
    ok: false,
  });
  expect(plain).toMatchObject({ baseline: null, ratio: null, bar: null, ok: null });
});

test('a bar is met as it is written', () => {
  const verdict = (value: number, is: '<' | '<=' | '>=') =>
    toRow({ case: '', metric: '', value, unit: '', bar: { is, limit: 10 } }).ok;
  expect([verdict(10, '<'), verdict(10, '<='), verdict(10, '>='), verdict(9, '>=')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(verdict(Number.NaN, '<=')).toBe(false);
});

test('a baseline of nothing gives no ratio', () => {
  expect(toRow({ case: '', metric: '', value: 1, unit: 's', baseline: 0 }).ratio).toBeNull();
});

test('the table is aligned and marks what missed its bar', () => {
  expect(toTable([missed, plain]).split('\n')).toEqual([
    'case         metric      value  baseline  ratio  bar',
    'coding 720p  CPU     1.5 s/min         3   0.5x  <= 0.6 s/min  MISSED',
    'ceiling      pushes  40,000 /s',
  ]);
});

test('the JSON is one line with name, machine and rows', () => {
  const text = toJson('agent', [missed]);
  expect(text).not.toContain('\n');
  expect(JSON.parse(text)).toMatchObject({ bench: 'agent', machine: { node: process.version }, rows: [missed] });
});

test('a percentile is the nearest rank, whatever the order', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0, 0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([1, 50, 99, 100]);
  expect(percentile([], 0.5)).toBeNaN();
});
