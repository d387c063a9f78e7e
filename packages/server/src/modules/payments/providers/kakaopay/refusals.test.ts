import { describe, expect, test } from 'vitest';
import { meaningOf } from './refusals.js';

const meaning = (code: number, result: string | null = null) => meaningOf({ code, result, message: '' });

describe('§4 [O] what a code says of the money', () => {
  test.each([
    ...[-2, -5, -401, -403, -701, -703, -704, -705, -706, -707, -708, -710, -721, -722, -723, -724, -725, -726],
    ...[-730, -731, -732, -733, -761, -798, -799],
  ])('%i: nobody was asked for any', (code) => expect(meaning(code)).toBe('definite'));

  test.each([-702, -783, -784, -785])('%i: it may have moved before', (code) => expect(meaning(code)).toBe('look'));

  test.each([-1, -7, -10, -9798, -782, 0, 12345])('%i: nothing', (code) => expect(meaning(code)).toBe('unknown'));
});

describe('§4, §5.4 [O] what a bank or card company said, approving (-780) or cancelling (-781)', () => {
  test.each([
    'LACK_BALANCE',
    'LIMIT_ONE_TIME',
    'LIMIT_USE_PER_DAY',
    'BANK_FIRM_UNAVAILABLE',
    'UNDER_CONSTRUCTION',
    'INVALID_CANCEL_AMOUNT',
    ...['0001', '0002', '0004', '0005', '0013', '0014', '0016', '0018', '0026'],
  ])('%s is a refusal', (result) =>
    expect([meaning(-780, result), meaning(-781, result)]).toEqual(['definite', 'definite']),
  );

  test.each(['USER_LOCKED', 'BANK_FIRM_UNKNOWN'])('%s tells nothing yet', (result) =>
    expect([meaning(-780, result), meaning(-781, result)]).toEqual(['unknown', 'unknown']),
  );

  test.each(['0010', '0110', '0121', '0177', '0290', '5016', '5017', '9085', '9106', '0059', '0504', '5530', '7777'])(
    '%s is for the order to tell',
    (result) => expect([meaning(-780, result), meaning(-781, result)]).toEqual(['look', 'look']),
  );

  test.each(['BANK_FIRM_API_FAIL', 'INTERNAL_ERROR', 'INVALID_CANCEL_STATUS', null])(
    '%s is for the order to tell',
    (result) => expect([meaning(-780, result), meaning(-781, result)]).toEqual(['look', 'look']),
  );

  test('with any other code it changes nothing', () => {
    expect(meaning(-702, 'LACK_BALANCE')).toBe('look');
    expect(meaning(-1, 'LACK_BALANCE')).toBe('unknown');
  });
});
