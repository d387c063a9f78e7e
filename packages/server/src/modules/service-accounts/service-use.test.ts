import { createDidacto, type Scope } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf } from '../../testing/outcomes.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';

let school: TestServer;
beforeAll(async () => {
  school = await startTestServer();
});
afterAll(() => school.stop());

/** A service account, and a client with a token of it. */
async function service(role: 'admin' | 'instructor', scopes: Scope[]) {
  const { serviceAccounts } = school.admin.didacto;
  const account = await serviceAccounts.create({ name: 'timetable', role });
  const { text } = await serviceAccounts.createToken({ memberId: account.id, name: 'export', scopes });
  return { account, didacto: createDidacto({ baseUrl: school.url, auth: text, retry: { retries: 0 } }) };
}

describe('a service account', () => {
  test('works by its token alone, as its role and scopes allow', async () => {
    const { account, didacto } = await service('instructor', ['lectures:write']);
    expect((await didacto.lectures.create({ title: 'by a program' })).owner).toEqual({
      id: account.id,
      name: 'timetable',
    });
    expect(await outcomeOf(didacto.lessons.start({ lectureId: 'lec_01h2xcejqtf2nbrexx3vqjhp41' }))).toBe(
      'scope_missing',
    );
    const signIn = { email: `${account.id}@service.invalid`, password: '' };
    expect(await outcomeOf(school.visitor.sessions.signIn(signIn))).toBe('credentials_wrong');
  });

  test('that is removed is refused at once', async () => {
    const { account, didacto } = await service('instructor', ['lectures:read']);
    expect(await outcomeOf(didacto.lectures.list())).toBe('ok');
    await school.admin.didacto.serviceAccounts.remove({ memberId: account.id });
    expect(await outcomeOf(didacto.lectures.list())).toBe('token_invalid');
  });

  test('is not listed among the members, nor a member among the service accounts', async () => {
    const { account } = await service('admin', ['members:read']);
    const { members, serviceAccounts } = school.admin.didacto;
    const people = (await members.list().toArray()).map(({ id }) => id);
    const accounts = (await serviceAccounts.list().toArray()).map(({ id }) => id);
    expect(people).toContain(school.admin.member.id);
    expect(people).not.toContain(account.id);
    expect(accounts).toContain(account.id);
    expect(accounts.filter((id) => people.includes(id))).toEqual([]);
  });

  test('does not grow by making itself a stronger token', async () => {
    const { account, didacto } = await service('admin', ['serviceAccounts:write']);
    const token = { memberId: account.id, name: 'stronger' };
    expect(await outcomeOf(didacto.serviceAccounts.createToken({ ...token, scopes: ['audit:read'] }))).toBe(
      'scope_missing',
    );
    const other = await didacto.serviceAccounts.create({ name: 'other', role: 'admin' });
    const ofOther = { memberId: other.id, name: 'other', scopes: ['members:write' as const] };
    expect(await outcomeOf(didacto.serviceAccounts.createToken(ofOther))).toBe('scope_missing');
  });
});
