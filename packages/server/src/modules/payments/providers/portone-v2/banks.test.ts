import { expect, test } from 'vitest';
import { bankForPeople, bankForPortOne } from './banks.js';

test.each(['88', '088', '신한은행', 'SHINHAN'])('%s is a bank that PortOne calls SHINHAN', (given) => {
  expect(bankForPortOne(given)).toBe('SHINHAN');
});

test('a short code is not the end of a long one', () => {
  expect(bankForPortOne('4')).toBe('KOOKMIN');
  expect(bankForPortOne('20')).toBe('WOORI');
});

test('a bank that we do not know keeps its name', () => {
  expect(bankForPortOne('MOON_BANK')).toBe('MOON_BANK');
  expect(bankForPeople('MOON_BANK')).toBe('MOON_BANK');
  expect(bankForPeople('KAKAO')).toBe('카카오뱅크');
});
