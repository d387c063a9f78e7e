import { PushQuery } from '@didacto/sdk/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPushQuery } from './push-query.js';

const lessonId = 'les_01h2xcejqtf2nbrexx3vqjhp41';

/** What the schema says of the same query, or undefined where it refuses. */
function bySchema(search: string) {
  const parsed = PushQuery.safeParse(Object.fromEntries(new URLSearchParams(search)));
  return parsed.success ? { ...parsed.data, capturedAt: Date.parse(parsed.data.capturedAt) } : undefined;
}
function read(search: string) {
  try {
    return readPushQuery(search);
  } catch {
    return undefined;
  }
}

test('a query is read as its schema reads it, whatever it looks like', () => {
  const time = fc.oneof(
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(9e12) }).map((date) => date.toISOString()),
    fc
      .tuple(fc.nat(13), fc.nat(32))
      .map(([m, d]) => `2026-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}T00:00:00.000Z`),
    fc.constantFrom('2026-01-01T24:00:00.000Z', '2026-01-01T00:00:60.000Z', '2026-01-01T00:00:00Z', 'now', ''),
  );
  const sequence = fc.oneof(fc.nat().map(String), fc.constantFrom('', '-1', '1.5', '4294967295', '4294967296', '007'));
  const query = fc.record({ sequence, capturedAt: time, lessonId: fc.constantFrom(lessonId, 'les_x', '') });
  fc.assert(
    fc.property(query, fc.boolean(), fc.string(), (values, encoded, more) => {
      const plain = Object.entries(values)
        .map(([name, value]) => `${name}=${value}`)
        .join('&');
      const search = encoded ? String(new URLSearchParams(values)) : plain;
      expect(read(search)).toEqual(bySchema(search));
      expect(read(`${search}${more}`)).toEqual(bySchema(`${search}${more}`));
    }),
    { numRuns: 2_000 },
  );
});
