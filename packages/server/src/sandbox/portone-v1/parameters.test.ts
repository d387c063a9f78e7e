import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readParameters } from './parameters.js';

const request = (body: string, contentType?: string, query = '') => ({
  method: 'POST',
  path: '/payments/cancel',
  query: new URLSearchParams(query),
  headers: { 'content-type': contentType },
  body,
});

describe('parameters are read', () => {
  test('alike from a form and from JSON', () => {
    const names = fc.constantFrom('imp_uid', 'merchant_uid', 'reason', 'amount', 'checksum');
    const values = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.dictionary(names, values), (fields) => {
        const strings = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
        const form = readParameters(request(new URLSearchParams(strings).toString()));
        const json = readParameters(request(JSON.stringify(fields), 'application/json'));
        for (const name of ['imp_uid', 'merchant_uid', 'reason', 'amount', 'checksum']) {
          expect(form?.text(name)).toBe(json?.text(name));
          expect(form?.number(name)).toEqual(json?.number(name));
        }
      }),
    );
  });

  test('null and empty ones as absent', () => {
    const parameters = readParameters(request('{"checksum":null,"amount":""}', 'application/json;charset=utf-8'));
    expect(parameters?.number('checksum')).toBeUndefined();
    expect(parameters?.number('amount')).toBeUndefined();
  });

  test('what is no number as one that compares with nothing', () => {
    expect(readParameters(request('amount=all'))?.number('amount')).toBeNaN();
  });

  test('several of one name, from the query too', () => {
    const parameters = readParameters(request('', undefined, 'imp_uid[]=a&imp_uid[]=b'));
    expect(parameters?.all('imp_uid[]')).toEqual(['a', 'b']);
  });

  test.each(['{', '[1]', '1', 'null'])('not at all from the JSON %s', (body) => {
    expect(readParameters(request(body, 'application/json'))).toBeNull();
  });
});
