import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailedCode, proofOf } from '../testing/mailbox.js';
import { rawRequest } from '../testing/raw-http.js';
import { password, startTestServer, type TestServer } from '../testing/test-server.js';
import { createLogger } from './logger.js';

function capture() {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  return { lines, log: createLogger('trace', stream) };
}

describe('the log', () => {
  test('hides what is secret, also where it was put by mistake', () => {
    const { lines, log } = capture();
    const secrets = { password: 'p-1', accessToken: 'a-1', refreshToken: 'r-1', authorization: 'h-1', token: 't-1' };
    log.info(secrets, 'at the top');
    log.info({ body: secrets }, 'within');
    log.info({ request: { headers: secrets } }, 'deeper');
    for (const secret of Object.values(secrets)) expect(lines.join('')).not.toContain(secret);
    expect(lines.join('')).toContain('[redacted]');
  });

  test('keeps the code of an error, which is no pairing code', () => {
    const { lines, log } = capture();
    log.error({ code: 'database_busy' });
    expect(lines.join('')).toContain('database_busy');
  });

  describe('of a server at its most talkative', () => {
    const { lines, log } = capture();
    let school: TestServer;
    beforeAll(async () => {
      school = await startTestServer({ effects: { log } });
    });
    afterAll(() => school.stop());

    test('holds no password, token, code or address, even when the database fails', async () => {
      const { didacto } = school.admin;
      const { email } = school.admin.member;
      const session = await school.visitor.sessions.signIn({ email, password });
      await school.visitor.sessions.refresh(session);
      const { id: labId } = await didacto.labs.create({ name: 'Lab' });
      const { code } = await didacto.devices.create({ labId, name: 'PC' });
      const newcomer = 'new@school.example';
      const proof = await proofOf(school, newcomer, 'sign_up');
      const mailed = await mailedCode(school, newcomer);
      await school.server.db.raw('PRAGMA query_only = on');
      const sign = { proof, password: 'a secret password', name: '비밀 이름' };
      await expect(school.visitor.members.signUp(sign)).rejects.toThrow();
      await expect(
        school.visitor.verifications.request({ email: newcomer, purpose: 'password_reset' }),
      ).rejects.toThrow();
      await expect(school.visitor.sessions.signIn({ email, password })).rejects.toThrow();
      await school.server.db.raw('PRAGMA query_only = off');
      await rawRequest(`${school.url}/v1/labs?token=in-the-query`, {
        headers: { authorization: `Bearer ${session.accessToken}`, cookie: 'a=cookie-value' },
      });
      const all = lines.join('');
      const secrets = [password, sign.password, sign.name, newcomer, email, code, session.accessToken];
      secrets.push(session.refreshToken, proof, `"${mailed}`, ` ${mailed}`);
      for (const secret of [...secrets, '$argon2', 'in-the-query', 'cookie-value'])
        expect(all.includes(secret), secret).toBe(false);
      expect(all).toContain('request failed');
    });

    test('has each request’s id, method, path and status', async () => {
      await rawRequest(`${school.url}/v1/institution`, { headers: { 'x-request-id': 'find-me' } });
      const line = lines.find((text) => text.includes('find-me')) ?? '{}';
      expect(JSON.parse(line)).toMatchObject({
        req: { id: 'find-me', method: 'GET', path: '/v1/institution' },
        res: { statusCode: 200 },
      });
    });
  });
});
