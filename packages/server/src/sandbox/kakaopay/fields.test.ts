import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KakaoRefusal } from './errors.js';
import { bodies, read } from './fields.js';

const ready = {
  ...{ cid: 'TC0ONETIME', partner_order_id: 'o', partner_user_id: 'u', item_name: 'i', quantity: 1 },
  ...{ total_amount: 1_000, tax_free_amount: 0, approval_url: 'https://a.test/', cancel_url: 'https://a.test/' },
  fail_url: 'http://127.0.0.1:7070/',
};

/** What a body is refused with; undefined: it is taken. */
function refusal(body: string): string | undefined {
  try {
    read(bodies.ready, body);
    return undefined;
  } catch (error) {
    if (!(error instanceof KakaoRefusal)) throw error;
    expect(error.code).toBe(-2);
    return error.message;
  }
}

describe('a body', () => {
  test('is taken with fields that nobody knows', () => {
    expect(refusal(JSON.stringify({ ...ready, custom_json: { a: 1 }, tomorrow: true }))).toBeUndefined();
  });

  test('that lacks fields is told all of them, and which are wrong', () => {
    const { partner_order_id: _, quantity: __, ...rest } = ready;
    expect(refusal(JSON.stringify({ ...rest, total_amount: '1000', fail_url: 'javascript:alert(1)' }))).toBe(
      'invalid parameter: missing partner_order_id, quantity; invalid total_amount, fail_url',
    );
  });

  test.each(['', 'cid=TC0ONETIME&quantity=1', '[]', 'null', '"text"', '{"cid":'])('%j is no JSON object', (body) => {
    expect(refusal(body)).toBe('invalid parameter: body must be JSON');
  });

  test('whatever it is, is taken or refused with -2', () => {
    const changed = fc.record(Object.fromEntries(Object.keys(ready).map((key) => [key, fc.jsonValue()])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(changed, (change) => {
        const body = { ...ready, ...change };
        const taken = refusal(JSON.stringify(body)) === undefined;
        if (taken) expect(body.cid).toHaveLength(10);
      }),
    );
  });
});
