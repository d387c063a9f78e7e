import { generateKeyPairSync } from 'node:crypto';
import { createDidacto, type SessionTokens } from '@didacto/sdk';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { host, signInProof } from '../testing/lab-pc.js';
import { proofOf } from '../testing/mailbox.js';
import { outcomeOf, tally } from '../testing/outcomes.js';
import { shiftedClock } from '../testing/shifted-clock.js';
import { startOwnAgent } from '../testing/test-agent.js';
import { type Person, password, startTestServer, type TestServer } from '../testing/test-server.js';
import { promised, until } from '../testing/until.js';

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const outWithinMs = 1_000;

describe('what was used once is no good a second time:', () => {
  const clock = shiftedClock();
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer({ effects: { clock } });
  });
  afterAll(() => school.stop());

  const as = (token: string) => createDidacto({ baseUrl: school.url, auth: token, retry: { retries: 0 } });
  const signIn = ({ member }: Person, code?: string) =>
    school.visitor.sessions.signIn({ email: member.email, password, ...(code !== undefined && { code }) });
  const newPassword = 'a quite new one indeed';

  test('the proof of an address, also where it is shown many times at once', async () => {
    const person = await school.person('student');
    const proof = await proofOf(school, person.member.email, 'password_reset');
    const reset = (word: string) => school.visitor.members.resetPassword({ proof, password: word });
    expect(await tally(times(8, (n) => reset(`${newPassword} ${n}`)))).toEqual({ ok: 1, proof_invalid: 7 });
    expect(await outcomeOf(reset(newPassword))).toBe('proof_invalid');
  });

  test('the code of an invitation, also where it is shown many times at once', async () => {
    const email = 'invited@school.example';
    const { code } = await school.admin.didacto.invitations.create({ email });
    const accept = () => school.visitor.invitations.accept({ code, name: 'New', password });
    expect(await tally(times(8, accept))).toEqual({ ok: 1, invitation_invalid: 7 });
    expect(await outcomeOf(accept())).toBe('invitation_invalid');
    expect(await outcomeOf(school.visitor.invitations.preview({ code }))).toBe('invitation_invalid');
    expect(await school.admin.didacto.members.list({ keyword: email }).toArray()).toHaveLength(1);
  });

  describe('a refresh token. When one is stolen,', () => {
    /** Theft: two hold the same tokens, and whoever comes second shows that there are two. */
    const theft = async (first: 'thief' | 'victim') => {
      const person = await school.person('student');
      const stolen = await signIn(person);
      const live = await startOwnAgent(school, stolen.accessToken);
      live.socket.io.reconnection(false);
      const held: Record<typeof first, SessionTokens> = { thief: stolen, victim: stolen };
      held[first] = await school.visitor.sessions.refresh(stolen);
      // Used again and again before the other comes: the newest is good until then.
      held[first] = await school.visitor.sessions.refresh(held[first]);
      expect(await outcomeOf(as(held[first].accessToken).members.me())).toBe('ok');
      return { person, held, live };
    };

    test.each(['thief', 'victim'] as const)(
      'and the %s uses it first, it ends for both when the other comes: tokens, sockets, all',
      async (first) => {
        const { person, held, live } = await theft(first);
        const second = first === 'thief' ? 'victim' : 'thief';
        expect(await outcomeOf(school.visitor.sessions.refresh(held[second]))).toBe('session_ended');
        promised(`out after the ${second} came`, await until('the end', () => !live.socket.connected), outWithinMs);
        expect(live.ended).toEqual(['session_ended']);
        for (const { accessToken, refreshToken } of Object.values(held)) {
          expect(await outcomeOf(as(accessToken).members.me())).toBe('session_ended');
          expect(await outcomeOf(school.visitor.sessions.refresh({ refreshToken }))).toBe('session_ended');
        }
        const wanted = { subjectId: person.member.id, action: 'session.token_reused' } as const;
        expect(await school.admin.didacto.audit.list(wanted).toArray()).toHaveLength(1);
      },
    );

    test('the member’s other sign-ins and everyone else’s go on', async () => {
      const { person, held } = await theft('thief');
      const stranger = await school.person('student');
      await outcomeOf(school.visitor.sessions.refresh(held.victim));
      expect(await outcomeOf(person.didacto.members.me())).toBe('ok');
      expect(await outcomeOf(stranger.didacto.members.me())).toBe('ok');
    });

    test('one of another session fits none', async () => {
      const [one, other] = [await signIn(await school.person('student')), await signIn(await school.person('student'))];
      const [sessionId] = one.refreshToken.split('.');
      const [, ...rest] = other.refreshToken.split('.');
      const mixed = { refreshToken: [sessionId, ...rest].join('.') };
      expect(await outcomeOf(school.visitor.sessions.refresh(mixed))).toBe('session_ended');
      // Nobody ends a session by what the server never gave out.
      expect(await outcomeOf(school.visitor.sessions.refresh(one))).toBe('ok');
      expect(await outcomeOf(school.visitor.sessions.refresh(other))).toBe('ok');
    });
  });

  describe('a code of the second factor,', () => {
    const withFactor = async () => {
      const person = await school.person('student');
      const { secret } = await person.didacto.secondFactor.start({ password });
      const confirmedBy = new TOTP({ secret }).generate({ timestamp: clock.now() });
      const { recoveryCodes } = await person.didacto.secondFactor.confirm({ code: confirmedBy });
      const nextCode = () => {
        clock.pass(30_000);
        return new TOTP({ secret }).generate({ timestamp: clock.now() });
      };
      return { person, confirmedBy, nextCode, recoveryCodes };
    };

    test('wherever it was used and wherever it is shown again', async () => {
      const { person, confirmedBy, nextCode } = await withFactor();
      const { secondFactor } = person.didacto;
      expect(await outcomeOf(signIn(person, confirmedBy))).toBe('second_factor_wrong');
      const code = nextCode();
      expect(await outcomeOf(signIn(person, code))).toBe('ok');
      expect(await outcomeOf(secondFactor.renewRecoveryCodes({ password, code }))).toBe('second_factor_wrong');
      expect(await outcomeOf(secondFactor.disable({ password, code }))).toBe('second_factor_wrong');
      const another = nextCode();
      expect(await outcomeOf(secondFactor.renewRecoveryCodes({ password, code: another }))).toBe('ok');
      expect(await outcomeOf(signIn(person, another))).toBe('second_factor_wrong');
    });

    test('and a recovery code likewise', async () => {
      const { person, recoveryCodes } = await withFactor();
      const { secondFactor } = person.didacto;
      const [code = '', other = ''] = recoveryCodes;
      expect(await tally(times(6, () => signIn(person, code)))).toEqual({ ok: 1, second_factor_wrong: 5 });
      expect(await outcomeOf(secondFactor.disable({ password, code }))).toBe('second_factor_wrong');
      expect(await outcomeOf(secondFactor.disable({ password, code: other }))).toBe('ok');
    });

    test('of one member is none of another', async () => {
      const [one, other] = [await withFactor(), await withFactor()];
      expect(await outcomeOf(signIn(other.person, one.nextCode()))).toBe('second_factor_wrong');
      expect(await outcomeOf(signIn(other.person, one.recoveryCodes[0]))).toBe('second_factor_wrong');
    });
  });

  describe('the code of a sign-in by code,', () => {
    const begun = async (person: Person) => {
      const { deviceCode, userCode } = await school.visitor.deviceCodes.create({ client: 'a program' });
      await person.didacto.deviceCodes.approve({ userCode });
      const redeem = () => school.visitor.deviceCodes.redeem({ deviceCode });
      return { userCode, redeem };
    };
    const afterInterval = () => clock.pass(6_000);

    test('also where many programs fetch it at once', async () => {
      const person = await school.person('student');
      const before = (await person.didacto.sessions.list()).sessions.length;
      const { userCode, redeem } = await begun(person);
      const counts = await tally(times(8, redeem));
      expect(counts.ok).toBe(1);
      afterInterval();
      expect(await outcomeOf(redeem())).toBe('device_code_invalid');
      for (const decide of [person.didacto.deviceCodes.approve, person.didacto.deviceCodes.deny])
        expect(await outcomeOf(decide({ userCode }))).toBe('device_code_invalid');
      expect((await person.didacto.sessions.list()).sessions).toHaveLength(before + 1);
    });

    test.each<[string, (person: Person) => Promise<unknown>]>([
      ['sign-out everywhere', ({ didacto }) => didacto.sessions.endAll()],
      [
        'a new password',
        ({ didacto }) => didacto.members.updateMe({ password: newPassword, currentPassword: password }),
      ],
      [
        'a password reset by mail',
        async ({ member }) => {
          const proof = await proofOf(school, member.email, 'password_reset');
          await school.visitor.members.resetPassword({ proof, password: newPassword });
        },
      ],
      ['suspension', ({ member }) => school.admin.didacto.members.suspend({ memberId: member.id })],
      ['another role', ({ member }) => school.admin.didacto.members.update({ memberId: member.id, role: 'desk' })],
      [
        'an admin who ends the sign-ins',
        ({ member }) => school.admin.didacto.members.endSessions({ memberId: member.id }),
      ],
      ['withdrawal', ({ didacto }) => didacto.members.withdraw({ password })],
      ['erasure', ({ member }) => school.admin.didacto.members.erase({ memberId: member.id })],
    ])('or after %s, which it does not outlive', async (_, end) => {
      const person = await school.person('student');
      const { redeem } = await begun(person);
      await end(person);
      expect(await outcomeOf(redeem())).toBe('device_code_invalid');
    });
  });

  describe('what a lab PC signs to sign in,', () => {
    const pairedPc = async (name: string) => {
      const lab = await school.admin.didacto.labs.create({ name });
      const { code, device } = await school.admin.didacto.devices.create({ labId: lab.id, name: 'PC' });
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const x = publicKey.export({ format: 'jwk' }).x ?? '';
      await school.visitor.devices.pair({ code, publicKey: x, host });
      return { deviceId: device.id, privateKey };
    };

    test('also where it is shown many times at once', async () => {
      const { deviceId, privateKey } = await pairedPc('Lab 1');
      const proof = await signInProof(school, deviceId, privateKey);
      const shown = times(8, () => school.visitor.devices.signIn(proof));
      expect(await tally(shown)).toEqual({ ok: 1, challenge_invalid: 7 });
    });

    test('not for another device, and not after its minute', async () => {
      const [one, other] = [await pairedPc('Lab 2'), await pairedPc('Lab 3')];
      const proof = await signInProof(school, one.deviceId, one.privateKey);
      const moved = { ...proof, deviceId: other.deviceId };
      expect(await outcomeOf(school.visitor.devices.signIn(moved))).toBe('challenge_invalid');
      // Shown for another device it is used up as well.
      expect(await outcomeOf(school.visitor.devices.signIn(proof))).toBe('challenge_invalid');
      const late = await signInProof(school, one.deviceId, one.privateKey);
      clock.pass(61_000);
      expect(await outcomeOf(school.visitor.devices.signIn(late))).toBe('challenge_invalid');
      expect(
        await outcomeOf(school.visitor.devices.signIn(await signInProof(school, one.deviceId, one.privateKey))),
      ).toBe('ok');
    });
  });
});
