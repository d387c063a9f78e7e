import {
  InvitationCode,
  Password,
  pairingAlphabet,
  SecondFactorCode,
  UserCode,
  verifications,
} from '@didacto/sdk/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codePatterns, newPasswordField } from './fields.js';

// As a browser applies the attribute: the whole value, with the flag `v`.
const accepts = (pattern: string, text: string): boolean => new RegExp(`^(?:${pattern})$`, 'v').test(text);

const kinds = {
  digits: [{ schema: verifications.confirm.body.shape.code, signs: '0123456789', count: 6, between: ['', ' '] }],
  secondFactor: [
    { schema: SecondFactorCode, signs: '0123456789', count: 6, between: ['', ' ', '-'] },
    { schema: SecondFactorCode, signs: pairingAlphabet, count: 12, between: ['', ' ', '-'] },
  ],
  userCode: [{ schema: UserCode, signs: pairingAlphabet, count: 8, between: ['', ' ', '-'] }],
  invitation: [{ schema: InvitationCode, signs: pairingAlphabet, count: 20, between: ['', ' ', '-'] }],
} as const;
const names = ['digits', 'secondFactor', 'userCode', 'invitation'] as const;

test.each(names)('the pattern of %s takes a code as the contract does, however it is typed', (name) => {
  for (const { schema, signs, count, between } of kinds[name]) {
    const sign = fc.constantFrom(...signs, ...signs.toLowerCase());
    const typed = fc.array(fc.tuple(sign, fc.constantFrom(...between)), { minLength: count, maxLength: count });
    fc.assert(
      fc.property(fc.constantFrom(...between), typed, (before, parts) => {
        const text = before + parts.flat().join('');
        expect(schema.safeParse(text).success).toBe(true);
        expect(accepts(codePatterns[name], text)).toBe(true);
      }),
    );
  }
});

test.each(names)('the pattern of %s refuses what is too short, too long or nothing', (name) => {
  for (const text of ['', ' ', '12345', '1234567', 'K7WP3XQ', 'K7WP-3XQ9-1', 'K7WP3-XQ9M2-VAH4T-R8NCEE', '<b>']) {
    expect([text, accepts(codePatterns[name], text)]).toEqual([text, false]);
  }
});

test('the length of a new password is the contract’s', () => {
  const [, min = ''] = /minlength="(\d+)"/.exec(newPasswordField('form', 'en').text) ?? [];
  const [, max = ''] = /maxlength="(\d+)"/.exec(newPasswordField('form', 'en').text) ?? [];
  const accepted = (length: number) => Password.safeParse('x'.repeat(length)).success;
  expect([Number(min) - 1, Number(min), Number(max), Number(max) + 1].map(accepted)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  for (const language of ['en', 'ko'] as const) {
    expect(newPasswordField('form', language).text).toMatch(new RegExp(`${min}\\D+${max}`));
  }
});
