import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { createDidacto } from '@didacto/sdk';
import { deviceSignInMessage, pairingAlphabet } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { host, type LabPc, labPc } from '../../testing/lab-pc.js';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { shiftedClock } from '../../testing/shifted-clock.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';

describe('devices', () => {
  const clock = shiftedClock();
  let school: TestServer;
  let labId: string;
  beforeAll(async () => {
    school = await startTestServer({ effects: { clock } });
    labId = (await school.admin.didacto.labs.create({ name: '전산실' })).id;
  });
  afterAll(() => school.stop());

  let serial = 0;
  const offered = () => school.admin.didacto.devices.create({ labId, name: `PC ${++serial}` });
  const paired = async (): Promise<{ pc: LabPc; deviceId: string }> => {
    const { device, code } = await offered();
    const pc = labPc(school);
    await pc.pair(code);
    return { pc, deviceId: device.id };
  };
  const tokenOf = async ({ pc, deviceId }: { pc: LabPc; deviceId: string }) => {
    const { accessToken } = await pc.signIn(deviceId);
    return createDidacto({ baseUrl: school.url, auth: accessToken });
  };
  /** Another code that leads to the same device, but does not prove it. */
  const wrongSecret = (code: string): string => {
    const last = pairingAlphabet.indexOf(code.at(-1) ?? '');
    return code.slice(0, -1) + pairingAlphabet[(last + 1) % pairingAlphabet.length];
  };

  test('a name is taken once per lab, also when asked for at once', async () => {
    const create = () => school.admin.didacto.devices.create({ labId, name: 'Window seat' });
    expect(await tally(Array.from({ length: 10 }, create))).toEqual({ ok: 1, device_name_taken: 9 });
    const other = await school.admin.didacto.labs.create({ name: 'Other lab' });
    const { device } = await school.admin.didacto.devices.create({ labId: other.id, name: 'Window seat' });
    expect(await outcomeOf(school.admin.didacto.devices.update({ deviceId: device.id, labId }))).toBe(
      'device_name_taken',
    );
  });

  test('a lab that is not there takes no device', async () => {
    const unknown = `lab_${'0'.repeat(26)}`;
    expect(await outcomeOf(school.admin.didacto.devices.create({ labId: unknown, name: 'PC' }))).toBe('not_found');
    const { device } = await offered();
    expect(await outcomeOf(school.admin.didacto.devices.update({ deviceId: device.id, labId: unknown }))).toBe(
      'not_found',
    );
  });

  describe('a pairing code', () => {
    test('is taken in any spelling, and pairs once', async () => {
      const { device, code } = await offered();
      const shown = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
      expect((await labPc(school).pair(shown)).device).toMatchObject({ id: device.id, state: 'paired', host });
      expect(await outcomeOf(labPc(school).pair(code))).toBe('pairing_code_invalid');
    });

    test('pairs one of many agents that show it at once', async () => {
      const { code } = await offered();
      expect(await tally(Array.from({ length: 5 }, () => labPc(school).pair(code)))).toEqual({
        ok: 1,
        pairing_code_invalid: 4,
      });
    });

    test('dies of 5 wrong tries', async () => {
      const { code } = await offered();
      for (let n = 0; n < 5; n++) expect(await outcomeOf(labPc(school).pair(wrongSecret(code)))).not.toBe('ok');
      expect(await outcomeOf(labPc(school).pair(code))).toBe('pairing_code_invalid');
    });

    test('survives 4 wrong tries', async () => {
      const { code } = await offered();
      for (let n = 0; n < 4; n++) expect(await outcomeOf(labPc(school).pair(wrongSecret(code)))).not.toBe('ok');
      expect(await outcomeOf(labPc(school).pair(code))).toBe('ok');
    });

    test('is good for 10 minutes', async () => {
      const [early, late] = [await offered(), await offered()];
      clock.pass(9 * 60_000);
      expect(await outcomeOf(labPc(school).pair(early.code))).toBe('ok');
      clock.pass(2 * 60_000);
      expect(await outcomeOf(labPc(school).pair(late.code))).toBe('pairing_code_invalid');
    });

    test('makes an earlier one of the same device void', async () => {
      const { device, code } = await offered();
      const next = await school.admin.didacto.devices.offerPairing({ deviceId: device.id });
      expect(await outcomeOf(labPc(school).pair(code))).toBe('pairing_code_invalid');
      expect(await outcomeOf(labPc(school).pair(next.code))).toBe('ok');
    });

    test('is void once the device is revoked', async () => {
      const { device, code } = await offered();
      await school.admin.didacto.devices.revoke({ deviceId: device.id });
      expect(await outcomeOf(labPc(school).pair(code))).toBe('pairing_code_invalid');
    });

    test('is not in the database', async () => {
      const { code } = await offered();
      expect(JSON.stringify(await school.server.db('pairing_codes'))).not.toContain(code.slice(3));
    });
  });

  describe('signing in', () => {
    test('gives a token, and the server proves that it is itself', async () => {
      const { pc, deviceId } = await paired();
      const { challenge } = await school.visitor.devices.challenge({ deviceId });
      const nonce = 'n'.repeat(43);
      const { accessToken, serverSignature } = await pc.signIn(deviceId, { challenge, nonce });
      const { serverKey } = await school.visitor.institution.get();
      const message = deviceSignInMessage({ by: 'server', deviceId, challenge, nonce, serverKey });
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: serverKey }, format: 'jwk' });
      expect(verify(null, Buffer.from(message), key, Buffer.from(serverSignature, 'base64url'))).toBe(true);
      const me = createDidacto({ baseUrl: school.url, auth: accessToken });
      expect(await me.devices.me()).toMatchObject({ id: deviceId, state: 'paired' });
    });

    test('takes a challenge once', async () => {
      const { pc, deviceId } = await paired();
      const { challenge } = await school.visitor.devices.challenge({ deviceId });
      const tries = Array.from({ length: 5 }, () => pc.signIn(deviceId, { challenge }));
      expect(await tally(tries)).toEqual({ ok: 1, challenge_invalid: 4 });
    });

    test('takes no challenge of another device, none that is old, none made up', async () => {
      const [one, two] = [await paired(), await paired()];
      const { challenge } = await school.visitor.devices.challenge({ deviceId: one.deviceId });
      expect(await outcomeOf(two.pc.signIn(two.deviceId, { challenge }))).toBe('challenge_invalid');
      const old = await school.visitor.devices.challenge({ deviceId: one.deviceId });
      clock.pass(61_000);
      expect(await outcomeOf(one.pc.signIn(one.deviceId, old))).toBe('challenge_invalid');
      expect(await outcomeOf(one.pc.signIn(one.deviceId, { challenge: 'a'.repeat(43) }))).toBe('challenge_invalid');
    });

    test('needs the device’s own key', async () => {
      const { pc, deviceId } = await paired();
      const { privateKey } = generateKeyPairSync('ed25519');
      expect(await outcomeOf(pc.signIn(deviceId, { key: privateKey }))).toBe('signature_invalid');
      expect(await outcomeOf(pc.signIn(deviceId, { signature: 'A'.repeat(86) }))).toBe('signature_invalid');
    });

    test('a device that is not there is answered like a wrong signature', async () => {
      const { pc } = await paired();
      expect(await outcomeOf(pc.signIn(`dev_${'0'.repeat(26)}`))).toBe('signature_invalid');
      const { device } = await offered();
      expect(await outcomeOf(pc.signIn(device.id))).toBe('signature_invalid');
    });

    test.each(['_'.repeat(43), 'A'.repeat(43), `${'z'.repeat(42)}-`])(
      'with key %s is refused, not a fault',
      async (x) => {
        const { device, code } = await offered();
        await school.visitor.devices.pair({ code, publicKey: x, host });
        expect(await outcomeOf(labPc(school).signIn(device.id))).toBe('signature_invalid');
      },
    );
  });

  test('a device that is paired anew puts the tokens and the key of its former agent out', async () => {
    const { pc, deviceId } = await paired();
    const former = await tokenOf({ pc, deviceId });
    const { code } = await school.admin.didacto.devices.offerPairing({ deviceId });
    expect(await outcomeOf(former.devices.me())).toBe('ok');
    const next = labPc(school);
    await next.pair(code);
    expect(await outcomeOf(former.devices.me())).toBe('device_revoked');
    expect(await outcomeOf(pc.signIn(deviceId))).toBe('signature_invalid');
    expect(await outcomeOf((await tokenOf({ pc: next, deviceId })).devices.me())).toBe('ok');
  });

  test('a revoked device is out at once, and a token from before stays out when it is paired again', async () => {
    const { pc, deviceId } = await paired();
    const token = await tokenOf({ pc, deviceId });
    expect(await school.admin.didacto.devices.revoke({ deviceId })).toMatchObject({ state: 'revoked' });
    expect(await outcomeOf(token.devices.me())).toBe('device_revoked');
    expect(await outcomeOf(pc.signIn(deviceId))).toBe('device_revoked');
    const { code } = await school.admin.didacto.devices.offerPairing({ deviceId });
    await labPc(school).pair(code);
    expect(await outcomeOf(token.devices.me())).toBe('device_revoked');
  });

  test('a deleted device is out at once, with its seats and its pairing code', async () => {
    const { pc, deviceId } = await paired();
    const token = await tokenOf({ pc, deviceId });
    const instructor = await school.person('instructor');
    const student = await school.person('student');
    const { id: lectureId } = await instructor.didacto.lectures.create({ title: '강의' });
    const { id: enrollmentId } = await student.didacto.enrollments.request({ lectureId });
    await instructor.didacto.enrollments.decide({ enrollmentId, decision: 'accept' });
    await instructor.didacto.seats.assign({ lectureId, deviceId, studentId: student.member.id });
    const { code } = await school.admin.didacto.devices.offerPairing({ deviceId });
    await school.admin.didacto.devices.delete({ deviceId });
    expect(await outcomeOf(token.devices.me())).toBe('device_revoked');
    expect(await outcomeOf(labPc(school).pair(code))).toBe('pairing_code_invalid');
    expect((await instructor.didacto.seats.list({ lectureId })).data).toEqual([]);
    expect(await outcomeOf(school.admin.didacto.devices.delete({ deviceId }))).toBe('not_found');
  });

  test('the list is by lab, newest first, page by page', async () => {
    const lab = await school.admin.didacto.labs.create({ name: 'Paged lab' });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++)
      ids.unshift((await school.admin.didacto.devices.create({ labId: lab.id, name: `PC ${n}` })).device.id);
    const { devices } = school.admin.didacto;
    expect((await devices.list({ labId: lab.id, limit: 2 }).toArray()).map(({ id }) => id)).toEqual(ids);
  });
});
