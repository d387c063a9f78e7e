import { describe, expect, test } from 'vitest';
import { type ProblemBody, problemType } from './contract/problem.js';
import { ApiError } from './errors.js';

describe('an error of the API', () => {
  const problem: ProblemBody = {
    type: problemType('out_of_stock'),
    title: 'There is not enough left',
    status: 409,
    code: 'out_of_stock',
  };

  test('says what went wrong', () => {
    expect(new ApiError(problem).message).toBe('There is not enough left');
  });

  test('says with what, where the server does', () => {
    expect(new ApiError({ ...problem, detail: '교재' }).message).toBe('There is not enough left: 교재');
  });
});
