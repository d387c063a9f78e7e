import { pairingAlphabet } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { host } from '../testing/lab-pc.js';
import { tally } from '../testing/outcomes.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

describe('limits of calls', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer({ env: { RATE_LIMITS: 'on' } });
  });
  afterAll(() => school.stop());

  test('30 pairing codes a minute are tried from one address', async () => {
    const code = (n: number) => `${pairingAlphabet[n]}2345678`.slice(0, 8);
    const pair = (n: number) => school.visitor.devices.pair({ code: code(n % 20), publicKey: 'A'.repeat(43), host });
    expect(await tally(times(33, pair))).toEqual({ pairing_code_invalid: 30, rate_limited: 3 });
  });

  test('60 codes of invitations a minute are tried from one address', async () => {
    const preview = (n: number) => school.visitor.invitations.preview({ code: `${2222 + n}`.padEnd(20, 'A') });
    const counts = await tally(times(64, preview));
    expect(counts.rate_limited).toBe(4);
  });

  test('a class that asks for its codes at once is served, a flood is not', async () => {
    const ask = (n: number) =>
      school.visitor.verifications.request({ email: `pupil-${n}@school.example`, purpose: 'sign_up' });
    expect(await tally(times(125, ask))).toEqual({ ok: 120, rate_limited: 5 });
  });

  test('300 links of checkouts a minute are tried from one address, whatever the order', async () => {
    const orderId = (n: number) => `ord_${String(n).padStart(26, '0')}`;
    const open = (n: number) => school.visitor.checkouts.open({ orderId: orderId(n), code: 'A'.repeat(24) });
    const { rate_limited: limited } = await tally(times(305, open));
    expect(limited).toBe(5);
  });

  test('what cannot be guessed is not limited', async () => {
    expect(await tally(times(100, () => school.visitor.institution.get()))).toEqual({ ok: 100 });
  });
});
