import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../platform/logger.js';
import { outcomeOf } from '../../testing/outcomes.js';
import { password, startTestServer, type TestServer } from '../../testing/test-server.js';

describe('on record', () => {
  const lines: string[] = [];
  let school: TestServer;
  beforeAll(async () => {
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    school = await startTestServer({ effects: { log: createLogger('info', stream) } });
  });
  afterAll(() => school.stop());

  const entriesOf = async (subjectId: string, action: 'sign_in.succeeded' | 'sign_in.refused') =>
    school.admin.didacto.audit.list({ subjectId, action }).toArray();

  test('is every sign-in, with who, from where and by which program', async () => {
    const { member } = await school.person('student');
    await school.visitor.sessions.signIn({ email: member.email, password, client: 'a program' });
    const [newest, ...rest] = await entriesOf(member.id, 'sign_in.succeeded');
    expect(newest).toMatchObject({ actorKind: 'member', actorId: member.id, outcome: 'done' });
    expect(newest?.detail).toMatchObject({ address: expect.stringContaining('127.0.0.1') });
    expect(rest).toHaveLength(1);
  });

  test('is every refusal, of known and unknown addresses, without the address of mail', async () => {
    const { member } = await school.person('student');
    const before = (await school.admin.didacto.audit.list({ action: 'sign_in.refused' }).toArray()).length;
    await outcomeOf(school.visitor.sessions.signIn({ email: member.email, password: 'wrong' }));
    await outcomeOf(school.visitor.sessions.signIn({ email: 'nobody@school.example', password: 'wrong' }));
    const refused = await school.admin.didacto.audit.list({ action: 'sign_in.refused' }).toArray();
    expect(refused.length - before).toBe(2);
    expect(refused.slice(0, 2).map(({ subjects }) => subjects)).toEqual([[], [member.id]]);
    expect(JSON.stringify(refused)).not.toContain('school.example');
  });

  test('is a refused call, as a line of the log with its reason', async () => {
    const { didacto } = await school.person('student');
    lines.length = 0;
    expect(await outcomeOf(didacto.members.list())).toBe('forbidden');
    expect(await outcomeOf(school.visitor.members.me())).toBe('unauthenticated');
    const said = lines.map((line) => JSON.parse(line)).filter(({ refused }) => refused !== undefined);
    expect(said.map(({ refused, req }) => [refused, req.path])).toEqual([
      ['forbidden', '/v1/members'],
      ['unauthenticated', '/v1/members/me'],
    ]);
  });
});
