import { type BenchRow, toRow } from '../harness.js';

/** Work that was partly refused has measured nothing: no error is allowed. */
export const errorRow = (name: string, errors: number): BenchRow =>
  toRow({ case: name, metric: 'errors', value: errors, unit: 'calls', bar: { is: '<=', limit: 0 } });
