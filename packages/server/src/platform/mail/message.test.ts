import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MailFailure } from './mail-failure.js';
import { parseSender, recipientOf } from './message.js';

describe('the sender of mail', () => {
  test.each([
    ['no-reply@school.example', '', 'no-reply@school.example'],
    ['<no-reply@school.example>', '', 'no-reply@school.example'],
    ['한빛고등학교 <no-reply@school.example>', '한빛고등학교', 'no-reply@school.example'],
    ['"Hanbit, High School" <no-reply@school.example>', 'Hanbit, High School', 'no-reply@school.example'],
  ])('%s is read', (from, name, address) => {
    expect(parseSender(from)).toEqual({ name, address });
  });

  test.each([
    '',
    'School',
    'School <no-reply>',
    'a@school.example, b@school.example',
    'A\r\nBcc: x <a@school.example>',
  ])('%j is refused', (from) => {
    expect(() => parseSender(from)).toThrow('must look like');
  });
});

describe('a letter', () => {
  const to = (address: string) => recipientOf({ to: address, subject: '', text: '', html: '' });

  test.each([
    'haeun@school.example, other@evil.example',
    'haeun@school.example\r\nBcc: other@evil.example',
    'haeun@school.example> SIZE=1',
    'Haeun <haeun@school.example>',
    'group:haeun@school.example;',
    '"haeun@evil.example,"@school.example',
    '',
  ])('to %j is refused for good', (address) => {
    expect(() => to(address)).toThrow(MailFailure);
    expect(() => to(address)).toThrow(expect.objectContaining({ reason: 'letter_invalid', isTemporary: false }));
  });

  test('goes to one address, or to nobody', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(',', ';', '\r\n', '<', '>', ' ', '\0', '"', ':'),
        (before, separator) => {
          expect(() => to(`${before}a@school.example${separator}b@school.example`)).toThrow(MailFailure);
        },
      ),
    );
  });
});
