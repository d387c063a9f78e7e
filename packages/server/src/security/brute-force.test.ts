import { ApiError, createDidacto, type Didacto } from '@didacto/sdk';
import { pairingAlphabet } from '@didacto/sdk/contract';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../platform/ids.js';
import { randomText } from '../platform/random-text.js';
import { host } from '../testing/lab-pc.js';
import { mailedCode } from '../testing/mailbox.js';
import { outcomeOf, tally } from '../testing/outcomes.js';
import { shiftedClock } from '../testing/shifted-clock.js';
import { type Person, password, startTestServer, type TestServer } from '../testing/test-server.js';
import { devicePublicKey } from '../testing/world.js';

const minute = 60_000;
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

describe('guesses made at once from many addresses', () => {
  const clock = shiftedClock();
  let school: TestServer;
  beforeAll(async () => {
    const env = { RATE_LIMITS: 'on', TRUST_PROXY: 'loopback' };
    school = await startTestServer({ env, effects: { clock } });
  });
  afterAll(() => school.stop());

  let addresses = 0;
  /** Somebody at an address that nobody had before: what is limited by address alone does not hold them up. */
  const fromElsewhere = (auth?: string): Didacto => {
    const n = ++addresses;
    const headers = { 'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` };
    return createDidacto({ baseUrl: school.url, retry: { retries: 0 }, headers, ...(auth !== undefined && { auth }) });
  };
  const refusedByLimit = (error: unknown): undefined => {
    if (!(error instanceof ApiError && error.code === 'rate_limited')) throw error;
  };
  const wrongSixDigits = (code: string, n: number) => String((Number(code) + n + 1) % 1_000_000).padStart(6, '0');

  describe('at a mailed code', () => {
    const asked = async (email: string) => {
      const { id } = await fromElsewhere().verifications.request({ email, purpose: 'sign_up' });
      const code = await mailedCode(school, email);
      const guess = (shown: string) => fromElsewhere().verifications.confirm({ verificationId: id, code: shown });
      return { id, code, guess };
    };

    test('are 5: after them the right one is no good either', async () => {
      const { id, code, guess } = await asked('five@school.example');
      expect(await tally(times(40, (n) => guess(wrongSixDigits(code, n))))).toEqual({ verification_code_invalid: 40 });
      const row: { tries: number } = await school.server.db('verifications').where({ id }).first('tries');
      expect(row.tries).toBe(5);
      expect(await outcomeOf(guess(code))).toBe('verification_code_invalid');
    });

    test('that are fewer leave the right one good, once', async () => {
      const { code, guess } = await asked('four@school.example');
      await tally(times(4, (n) => guess(wrongSixDigits(code, n))));
      expect(await tally(times(10, () => guess(code)))).toEqual({ ok: 1, verification_code_invalid: 9 });
    });

    test('are at most 50 a day at one address, however often a new code is asked for', async () => {
      const email = 'all-day@school.example';
      const code = () => randomText(systemRandom, '0123456789', 6);
      for (let halfHour = 0; halfHour < 47; halfHour++) {
        const { verifications } = fromElsewhere();
        const asked = await verifications.request({ email, purpose: 'sign_up' }).catch(refusedByLimit);
        if (asked) {
          const guess = () => fromElsewhere().verifications.confirm({ verificationId: asked.id, code: code() });
          await tally(times(7, guess));
        }
        clock.pass(30 * minute);
      }
      const rows: { tries: number }[] = await school.server.db('verifications').where({ email }).select('tries');
      const compared = rows.reduce((sum, { tries }) => sum + tries, 0);
      process.stdout.write(`guesses at mailed codes of one address in a day: ${compared}\n`);
      expect(compared).toBeLessThanOrEqual(50);
      expect(compared).toBeGreaterThan(0);
    });
  });

  test('at a pairing code are 5: after them the right one is no good either', async () => {
    const lab = await school.admin.didacto.labs.create({ name: 'Lab' });
    const { code, device } = await school.admin.didacto.devices.create({ labId: lab.id, name: 'PC' });
    const pair = (shown: string) => fromElsewhere().devices.pair({ code: shown, publicKey: devicePublicKey, host });
    const known = new Set([code.slice(3)]);
    const guesses = times(30, () => {
      let secret: string;
      do secret = randomText(systemRandom, pairingAlphabet, 5);
      while (known.has(secret));
      known.add(secret);
      return pair(code.slice(0, 3) + secret);
    });
    expect(await tally(guesses)).toEqual({ pairing_code_invalid: 30 });
    expect(await outcomeOf(pair(code))).toBe('pairing_code_invalid');
    const offered = await school.admin.didacto.devices.offerPairing({ deviceId: device.id });
    expect(await tally(times(5, () => pair(offered.code)))).toEqual({ ok: 1, pairing_code_invalid: 4 });
  });

  describe('at a second factor, by whoever has the password,', () => {
    const withFactor = async () => {
      const person = await school.person('student');
      const { secret } = await person.didacto.secondFactor.start({ password });
      const code = new TOTP({ secret }).generate({ timestamp: clock.now() });
      const { recoveryCodes } = await person.didacto.secondFactor.confirm({ code });
      return { person, recoveryCodes };
    };
    const signIn = ({ member }: Person, code: string) =>
      fromElsewhere().sessions.signIn({ email: member.email, password, code });

    test.each([
      ['its recovery codes', () => randomText(systemRandom, pairingAlphabet, 12)],
      ['its codes of 6 digits', () => '000000'],
    ])('at %s are 10, and come back with time', async (_, guess) => {
      const { person, recoveryCodes } = await withFactor();
      const counts = await tally(times(30, () => signIn(person, guess())));
      expect(counts).toEqual({ second_factor_wrong: 10, rate_limited: 20 });
      const [real = ''] = recoveryCodes;
      expect(await outcomeOf(signIn(person, real))).toBe('rate_limited');
      clock.pass(2 * minute);
      expect(await outcomeOf(signIn(person, real))).toBe('ok');
    });
  });

  test('at the codes of waiting sign-ins are 10, whatever is asked of them, and sign nobody in', async () => {
    const begun = await Promise.all(times(20, () => fromElsewhere().deviceCodes.create({ client: 'a program' })));
    const { accessToken } = await school.person('student');
    const guesses = times(36, (n) => {
      const { deviceCodes } = fromElsewhere(accessToken);
      const shown = { userCode: randomText(systemRandom, pairingAlphabet, 8) };
      return [deviceCodes.get, deviceCodes.approve, deviceCodes.deny][n % 3]?.(shown) ?? Promise.reject(n);
    });
    expect(await tally(guesses)).toEqual({ device_code_invalid: 10, rate_limited: 26 });
    const states = await school.server.db('device_codes').distinct('state');
    expect(states).toEqual([{ state: 'waiting' }]);
    const redeemed = begun.map(({ deviceCode }) => fromElsewhere().deviceCodes.redeem({ deviceCode }));
    expect(await tally(redeemed)).toEqual({ sign_in_pending: 20 });
  });

  test('at a refresh token by its session’s id are refused, and end nothing', async () => {
    const { member } = await school.person('student');
    const { accessToken, refreshToken } = await fromElsewhere().sessions.signIn({ email: member.email, password });
    const [sessionId = '', secret = '', mark = ''] = refreshToken.split('.');
    const madeUp = () => randomText(systemRandom, 'abcdefghijklmnopqrstuvwxyz0123456789-_', 43);
    const guesses = times(40, (n) => {
      const text = [
        `${sessionId}.${madeUp()}.${mark}`,
        `${sessionId}.${secret}.${'0'.repeat(mark.length)}`,
        `${sessionId}.${madeUp()}.${madeUp()}`,
        sessionId,
      ];
      return fromElsewhere().sessions.refresh({ refreshToken: text[n % text.length] ?? '' });
    });
    expect(await tally(guesses)).toEqual({ session_ended: 40 });
    expect(await outcomeOf(fromElsewhere(accessToken).members.me())).toBe('ok');
    expect(await outcomeOf(fromElsewhere().sessions.refresh({ refreshToken }))).toBe('ok');
  });
});
