import fc from 'fast-check';
import { expect, test } from 'vitest';
import { namesTest, parseTestReference, testReferenceText, titlePattern } from './test-reference.js';

const file = 'a/b.test.ts';
// vitest makes the name it holds against `-t` of the same titles, joined by a blank.
const titles = fc.array(
  fc.string({ minLength: 1 }).map((text) => `x${text.trim()}x`.replaceAll(' > ', ' ')),
  {
    minLength: 1,
    maxLength: 3,
  },
);

test('a reference is read back as it was written', () => {
  fc.assert(
    fc.property(titles, (parts) => {
      const reference = { file, title: parts.join(' > ') };
      expect(parseTestReference(testReferenceText(reference))).toEqual(reference);
    }),
  );
});

test.each(['', 'a.test.ts', 'a.test.ts › ', 'a.test.ts › …', 'a.ts › x', '../a b.test.ts › x', '› x'])(
  '%j is no reference',
  (text) => {
    expect(parseTestReference(text)).toBeUndefined();
  },
);

test('the pattern for vitest finds exactly the named test', () => {
  fc.assert(
    fc.property(titles, titles, (one, other) => {
      const found = (parts: readonly string[]) =>
        new RegExp(titlePattern({ file, title: one.join(' > ') })).test(parts.join(' '));
      expect(found(one)).toBe(true);
      if (one.join(' ') !== other.join(' ')) expect(found(other)).toBe(false);
    }),
  );
});

test('a title that ends in … names each test whose title begins so, and no other', () => {
  const reference = { file, title: 'suite > takes …' };
  const names = (title: string) => [
    namesTest(reference, { file, title }),
    new RegExp(titlePattern(reference)).test(title.replaceAll(' > ', ' ')),
  ];
  expect(names('suite > takes 1')).toEqual([true, true]);
  expect(names('suite > gives 1')).toEqual([false, false]);
  expect(names('other suite > takes 1')).toEqual([false, false]);
  expect(namesTest(reference, { file: 'c.test.ts', title: 'suite > takes 1' })).toBe(false);
});
