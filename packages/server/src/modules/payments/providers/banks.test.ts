import { expect, test } from 'vitest';
import { bankForPeople, bankForPortOne, bankForToss } from './banks.js';

test.each(['88', '088', '신한은행', 'SHINHAN'])('%s is a bank that PortOne calls SHINHAN, and Toss 88', (given) => {
  expect(bankForPortOne(given)).toBe('SHINHAN');
  expect(bankForToss(given)).toBe('88');
});

test.each(['4', '004', 'KB국민은행', 'KOOKMIN', '06'])('%s has another code at Toss than at its own bank', (given) => {
  expect(bankForPortOne(given)).toBe('KOOKMIN');
  expect(bankForToss(given)).toBe('06');
});

test('a short code is not the end of a long one', () => {
  expect(bankForPortOne('20')).toBe('WOORI');
});

test.each(['KAKAO', '90'])('%s is a bank that people call 카카오뱅크', (named) => {
  expect(bankForPeople(named)).toBe('카카오뱅크');
});

test('a bank that we do not know keeps its name', () => {
  expect(bankForPortOne('MOON_BANK')).toBe('MOON_BANK');
  expect(bankForToss('MOON_BANK')).toBe('MOON_BANK');
  expect(bankForPeople('MOON_BANK')).toBe('MOON_BANK');
});
