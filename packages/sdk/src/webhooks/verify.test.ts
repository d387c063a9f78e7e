import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidWebhookSecretError } from './secret.js';
import { signTestWebhook } from './sign-test-webhook.js';
import { sameSignature } from './signature.js';
import { verifyStandardWebhook, type WebhookHeaders } from './verify.js';

const now = Date.UTC(2026, 8, 1);
const secretOf = (bytes: Uint8Array): string => `whsec_${Buffer.from(bytes).toString('base64')}`;
const secret = secretOf(Buffer.alloc(24, 7));
const otherSecret = secretOf(Buffer.alloc(24, 8));
const body = { type: 'Transaction.Paid', data: { paymentId: 'pay_1' } };
const signed = (change: Partial<Parameters<typeof signTestWebhook>[0]> = {}) =>
  signTestWebhook({ secrets: [secret], body, now, ...change });
const check = (headers: WebhookHeaders, text: string | Uint8Array, secrets: readonly string[] = [secret]) =>
  verifyStandardWebhook({ headers, body: text, secrets, now });
const reasonOf = (...webhook: Parameters<typeof check>): string => {
  const verification = check(...webhook);
  return verification.verified ? 'verified' : verification.reason;
};

describe('a webhook by the Standard Webhooks specification', () => {
  test('is signed as the published example of the specification is', () => {
    // The vector of the reference implementations: standard-webhooks/standard-webhooks, `sign function works`.
    const { headers } = signTestWebhook({
      secrets: [`whsec_${'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}`],
      body: '{"test": 2432232314}',
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      now: 1_614_265_330_000,
    });
    expect(headers['webhook-timestamp']).toBe('1614265330');
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test('is signed as the platform’s own HMAC would', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 80 }),
        fc.string({ minLength: 1, unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        (key, id, text) => {
          const { headers } = signTestWebhook({ secrets: [secretOf(key)], body: text, id, now });
          const right = createHmac('sha256', key)
            .update(`${id}.${now / 1000}.${text}`)
            .digest('base64');
          expect(headers['webhook-signature']).toBe(`v1,${right}`);
        },
      ),
    );
  });

  test('is believed with its id and the time it was sent', () => {
    const { headers, body: text } = signed({ id: 'msg_42' });
    expect(check(headers, text)).toEqual({ verified: true, id: 'msg_42', sentAt: now / 1000 });
    expect(check(headers, Buffer.from(text))).toMatchObject({ verified: true });
  });

  test('is believed whatever its text, and however the secret is written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.uint8Array({ minLength: 1, maxLength: 64 }), (value, key) => {
        const full = secretOf(key);
        const { headers, body: text } = signed({ secrets: [full], body: { value } });
        expect(reasonOf(headers, text, [full])).toBe('verified');
        expect(reasonOf(headers, text, [full.slice('whsec_'.length)])).toBe('verified');
      }),
    );
  });

  test('takes headers of fetch and of Node, whatever the case of their names', () => {
    const { headers, body: text } = signed();
    expect(reasonOf(new Headers(headers), text)).toBe('verified');
    const capitals = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(reasonOf(capitals, text)).toBe('verified');
  });
});

describe('a webhook is not believed', () => {
  test('without each of its headers, or with one of them twice', () => {
    const { headers, body: text } = signed();
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const) {
      for (const value of [undefined, '', [], [headers[name], headers[name]]])
        expect(reasonOf({ ...headers, [name]: value }, text)).toBe('MISSING_REQUIRED_HEADERS');
      expect(reasonOf({ ...headers, [name.toUpperCase()]: headers[name] }, text)).toBe('MISSING_REQUIRED_HEADERS');
      const without = new Headers(headers);
      without.delete(name);
      expect(reasonOf(without, text)).toBe('MISSING_REQUIRED_HEADERS');
    }
  });

  test('when its time is no number of seconds', () => {
    const { headers, body: text } = signed();
    for (const time of ['hello', '1e9', '-1', '1.5', ' 1', '0x10', `${now / 1000}junk`])
      expect(reasonOf({ ...headers, 'webhook-timestamp': time }, text)).toBe('INVALID_SIGNATURE');
  });

  test.each([
    [300, 'verified'],
    [301, 'TIMESTAMP_TOO_OLD'],
    [-300, 'verified'],
    [-301, 'TIMESTAMP_TOO_NEW'],
  ])('when it is more than 300 s from now, either way: %i s old is %s', (age, reason) => {
    const { headers, body: text } = signed({ now: now - age * 1000 });
    expect(reasonOf(headers, text)).toBe(reason);
  });

  test('beyond the tolerance that is asked for', () => {
    const { headers, body: text } = signed({ now: now - 11_000 });
    const within = (toleranceSeconds: number) =>
      verifyStandardWebhook({ headers, body: text, secrets: [secret], now, toleranceSeconds }).verified;
    expect([within(10), within(11)]).toEqual([false, true]);
  });

  test('when one sign of its id, time, body or signature is another', () => {
    const { headers, body: text } = signed({ id: 'msg_1' });
    const parts = { ...headers, body: text };
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'body'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.integer({ min: 33, max: 126 }), (name, at, code) => {
        const old = parts[name];
        const place = at % old.length;
        const changed = `${old.slice(0, place)}${String.fromCharCode(code)}${old.slice(place + 1)}`;
        fc.pre(changed !== old);
        const { body: newText, ...newHeaders } = { ...parts, [name]: changed };
        expect(check(newHeaders, newText).verified).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('with the signature cut short, empty, of another version, or none', () => {
    const { headers, body: text } = signed();
    const full = headers['webhook-signature'];
    const bare = full.slice('v1,'.length);
    const broken = ['v1,', 'v1', ',', ' ', bare, `v1a,${bare}`, `v2,${bare}`, full.slice(0, 12), full.slice(0, -1)];
    for (const signature of broken)
      expect(reasonOf({ ...headers, 'webhook-signature': signature }, text)).toBe('NO_MATCHING_SIGNATURE');
  });

  test('without a secret to check it with', () => {
    const { headers, body: text } = signed();
    expect(reasonOf(headers, text, [])).toBe('NO_MATCHING_SIGNATURE');
  });
});

describe('while a secret is being replaced', () => {
  test('the receiver that knows both takes what either signed', () => {
    for (const one of [secret, otherSecret]) {
      const { headers, body: text } = signed({ secrets: [one] });
      expect(reasonOf(headers, text, [secret, otherSecret])).toBe('verified');
    }
  });

  test('the receiver that knows one takes what both signed, beside signatures that it cannot read', () => {
    const { headers, body: text } = signed({ secrets: [otherSecret, secret] });
    const noise = `v1a,abc nonsense ${headers['webhook-signature']} v9,x`;
    expect(reasonOf({ ...headers, 'webhook-signature': noise }, text)).toBe('verified');
  });

  test('what an expired secret signed is not believed any more', () => {
    const { headers, body: text } = signed({ secrets: [otherSecret] });
    expect(reasonOf(headers, text)).toBe('NO_MATCHING_SIGNATURE');
  });
});

describe('a secret', () => {
  test.each(['', 'whsec_', 'whsec_%%%%', 'whsec_abc', 'not base64!'])('%j is refused, and not told', (broken) => {
    const { headers, body: text } = signed();
    expect(() => check(headers, text, [broken])).toThrow(InvalidWebhookSecretError);
    expect(() => signed({ secrets: [broken] })).toThrow(InvalidWebhookSecretError);
    if (broken.length > 6) expect(() => check(headers, text, [broken])).not.toThrow(broken);
  });
});

test('signatures are the same only when every sign is', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(sameSignature(one, other)).toBe(one === other);
      expect(sameSignature(one, one)).toBe(true);
    }),
  );
});
