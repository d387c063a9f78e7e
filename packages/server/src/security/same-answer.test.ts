import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-http.js';
import { shiftedClock } from '../testing/shifted-clock.js';
import { password, startTestServer, type TestServer } from '../testing/test-server.js';

const dayMs = 86_400_000;

describe('the same answer, to the byte, is given', () => {
  const clock = shiftedClock();
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer({ effects: { clock } });
  });
  afterAll(() => school.stop());

  const post = async (path: string, body: object) => {
    const { status, headers, text } = await rawRequest(school.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'same' },
      body: JSON.stringify(body),
    });
    const { date: _, ...others } = headers;
    return { status, headers: others, text };
  };

  /** Addresses of everyone who has, had or could have an account. */
  const addresses = async () => {
    const { admin, server } = school;
    const [active, suspended, guarded, gone] = [
      await school.person('student'),
      await school.person('instructor'),
      await school.person('desk'),
      await school.person('finance'),
    ];
    await admin.didacto.members.suspend({ memberId: suspended.member.id });
    const { secret } = await guarded.didacto.secondFactor.start({ password });
    const code = new TOTP({ secret }).generate({ timestamp: clock.now() });
    await guarded.didacto.secondFactor.confirm({ code });
    await gone.didacto.members.withdraw({ password });
    const { id } = await admin.didacto.serviceAccounts.create({ name: 'a program', role: 'desk' });
    const service: { email: string } = await server.db('members').where({ id }).first('email');
    await admin.didacto.invitations.create({ email: 'invited@school.example' });
    return {
      'a member': active.member.email,
      'a suspended member': suspended.member.email,
      'a member with a second factor': guarded.member.email,
      'who withdrew': gone.member.email,
      'a service account': service.email,
      'who was invited': 'invited@school.example',
      'an administrator': admin.member.email,
    };
  };

  test('to a sign-in with a wrong password, with or without a code, whoever’s the address is', async () => {
    for (const more of [{}, { code: '123456' }]) {
      const unknown = await post('/v1/sessions', { email: 'nobody@school.example', password: 'wrong', ...more });
      expect(unknown).toMatchObject({ status: 401, text: expect.stringContaining('credentials_wrong') });
      for (const [who, email] of Object.entries(await addresses()))
        expect([who, await post('/v1/sessions', { email, password: 'wrong', ...more })]).toEqual([who, unknown]);
    }
  });

  test('to a service account’s address with any password, for it has none', async () => {
    const { 'a service account': email } = await addresses();
    const unknown = await post('/v1/sessions', { email: 'nobody@school.example', password: '' });
    for (const shown of ['', password, ' ']) {
      expect(await post('/v1/sessions', { email, password: shown })).toEqual(unknown);
    }
  });

  test('to an invitation’s code that never was, was used, was revoked or ran out', async () => {
    const { invitations } = school.admin.didacto;
    const invited = async (name: string) => invitations.create({ email: `${name}@school.example` });
    const [used, revoked, late] = [await invited('used'), await invited('revoked'), await invited('late')];
    await school.visitor.invitations.accept({ code: used.code, name: 'New', password });
    await invitations.revoke({ invitationId: revoked.invitation.id });
    expect((await post('/v1/invitations/preview', { code: late.code })).status).toBe(200);
    clock.pass(8 * dayMs);
    for (const path of ['/v1/invitations/preview', '/v1/invitations/accept']) {
      const never = await post(path, { code: 'K7WP3-XQ9M2-VAH4T-R8NCE', name: 'New', password });
      expect(never).toMatchObject({ status: 422, text: expect.stringContaining('invitation_invalid') });
      for (const { code } of [used, revoked, late])
        expect(await post(path, { code, name: 'New', password })).toEqual(never);
    }
  });

  test('to a proof or a code that never was, or was another’s', async () => {
    const never = `ver_${'0'.repeat(26)}`;
    const { id } = await school.visitor.verifications.request({ email: 'asked@school.example', purpose: 'sign_up' });
    const wrong = { code: '000000' };
    expect(await post(`/v1/verifications/${id}/confirm`, wrong)).toEqual(
      await post(`/v1/verifications/${never}/confirm`, wrong),
    );
    for (const [path, more] of [
      ['/v1/members/sign-up', { name: 'New' }],
      ['/v1/members/reset-password', {}],
    ] as const)
      expect(await post(path, { proof: `${id}.x`, password, ...more })).toEqual(
        await post(path, { proof: `${never}.x`, password, ...more }),
      );
  });
});
