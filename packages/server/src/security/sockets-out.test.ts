import { createDidacto } from '@didacto/sdk';
import { createSocket } from '@didacto/sdk/realtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proofOf } from '../testing/mailbox.js';
import { outcomeOf } from '../testing/outcomes.js';
import { type Person, password, startTestServer, type TestServer } from '../testing/test-server.js';
import { promised, until } from '../testing/until.js';

const outWithinMs = 1_000;

describe('a live socket, and a token that was used a moment ago,', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  const connected = async (token: string) => {
    const socket = createSocket({ baseUrl: school.url, auth: async () => ({ token }) });
    socket.io.reconnection(false);
    let endedBy: string | undefined;
    socket.on('session.ended', ({ code }) => {
      endedBy = code;
    });
    socket.connect();
    await until('the socket', () => socket.connected);
    return { socket, endedBy: () => endedBy };
  };
  /** Whoever stays signed in by another session does it; the other session must be out. */
  const elsewhere = async ({ member }: Person) => {
    const { accessToken } = await school.visitor.sessions.signIn({ email: member.email, password });
    return { accessToken, didacto: createDidacto({ baseUrl: school.url, auth: accessToken, retry: { retries: 0 } }) };
  };
  const admin = () => school.admin.didacto.members;

  type Work = (person: Person, other: Awaited<ReturnType<typeof elsewhere>>) => Promise<unknown>;
  test.each<[string, Work]>([
    ['sign-out', (_person, other) => other.didacto.sessions.signOut()],
    [
      'its end in the list of sign-ins',
      async ({ didacto }) => {
        const { sessions } = await didacto.sessions.list();
        for (const { id, current } of sessions) if (!current) await didacto.sessions.end({ sessionId: id });
      },
    ],
    ['sign-out everywhere else', ({ didacto }) => didacto.sessions.endAll({ keepCurrent: true })],
    [
      'a new password',
      ({ didacto }) => didacto.members.updateMe({ password: 'a quite new one indeed', currentPassword: password }),
    ],
    [
      'a password reset by mail',
      async ({ member }) => {
        const proof = await proofOf(school, member.email, 'password_reset');
        await school.visitor.members.resetPassword({ proof, password: 'a quite new one indeed' });
      },
    ],
    ['suspension', ({ member }) => admin().suspend({ memberId: member.id })],
    ['another role', ({ member }) => admin().update({ memberId: member.id, role: 'desk' })],
    ['an admin who ends the sign-ins', ({ member }) => admin().endSessions({ memberId: member.id })],
    ['erasure', ({ member }) => admin().erase({ memberId: member.id })],
    ['withdrawal', ({ didacto }) => didacto.members.withdraw({ password })],
  ])('are out within a second of %s', async (what, work) => {
    const person = await school.person('student');
    const other = await elsewhere(person);
    const live = await connected(other.accessToken);
    expect(await outcomeOf(other.didacto.members.me())).toBe('ok');
    await work(person, other);
    promised(`out after ${what}`, await until(`the end by ${what}`, () => !live.socket.connected), outWithinMs);
    expect(live.endedBy()).toBe('session_ended');
    expect(await outcomeOf(other.didacto.members.me())).toBe('session_ended');
  });

  test('of a stolen refresh token are out when it is used a second time, and that is on record', async () => {
    const person = await school.person('student');
    const stolen = await school.visitor.sessions.signIn({ email: person.member.email, password });
    const live = await connected(stolen.accessToken);
    await school.visitor.sessions.refresh(stolen);
    expect(await outcomeOf(school.visitor.sessions.refresh(stolen))).toBe('session_ended');
    promised('out after a theft was seen', await until('the end', () => !live.socket.connected), outWithinMs);
    const wanted = { subjectId: person.member.id, action: 'session.token_reused' } as const;
    expect(await school.admin.didacto.audit.list(wanted).toArray()).toHaveLength(1);
  });
});
