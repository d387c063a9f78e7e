import { createDidacto } from '@didacto/sdk';
import { Scope } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAccessTokenText } from '../platform/access-token-text.js';
import { systemRandom } from '../platform/ids.js';
import { outcomeOf, tally } from '../testing/outcomes.js';
import { type Person, password, startTestServer, type TestServer } from '../testing/test-server.js';
import { atBoth, tokenOutcomes } from '../testing/token-outcomes.js';

let school: TestServer;
beforeAll(async () => {
  school = await startTestServer();
});
afterAll(() => school.stop());

const as = (token: string) => createDidacto({ baseUrl: school.url, auth: token, retry: { retries: 0 } });
const outcomes = (token: string) => tokenOutcomes(school, token);

describe('an access token', () => {
  const tokenOf = ({ didacto }: Person) =>
    didacto.accessTokens.create({ name: 'x', scopes: ['labs:write', 'lectures:write'], password });

  test('that was mistyped, or made up, is none', async () => {
    const { text } = await tokenOf(school.admin);
    expect(await outcomes(text)).toEqual(atBoth('ok'));
    const last = text.at(-1) === 'A' ? 'B' : 'A';
    const wrong = [
      text.slice(0, -1) + last,
      text.slice(0, -1),
      `${text}A`,
      text.toUpperCase(),
      text.toLowerCase(),
      text.replace('dct_', 'dct-'),
      newAccessTokenText(systemRandom),
      'dct_',
    ];
    for (const token of wrong) expect(await outcomes(token), token.length.toString()).toEqual(atBoth('token_invalid'));
  });

  test('is found by its digest alone: what the database holds opens nothing', async () => {
    const { text, accessToken } = await tokenOf(school.admin);
    const row: { digest: string; hint: string } = await school.server
      .db('access_tokens')
      .where({ id: accessToken.id })
      .first('digest', 'hint');
    expect(text.startsWith(row.hint)).toBe(true);
    for (const token of [row.digest, row.hint, `dct_${row.digest.slice(0, 46)}`, accessToken.id])
      expect(await outcomes(token)).toEqual(atBoth('token_invalid'));
    expect(JSON.stringify(await school.server.db('access_tokens'))).not.toContain(text.slice(row.hint.length));
  });

  test('of a suspended owner is none, and not again when the owner is restored', async () => {
    const person = await school.person('instructor');
    const { text } = await tokenOf(person);
    expect(await outcomeOf(as(text).lectures.list())).toBe('ok');
    const { members } = school.admin.didacto;
    await members.suspend({ memberId: person.member.id });
    expect(await outcomes(text)).toEqual(atBoth('token_invalid'));
    await members.restore({ memberId: person.member.id });
    expect(await outcomes(text)).toEqual(atBoth('token_invalid'));
  });

  test('that is revoked while calls are under way serves none that begins afterwards', async () => {
    const person = await school.person('instructor');
    const { text, accessToken } = await tokenOf(person);
    const { lectures } = as(text);
    const underWay = tally(Array.from({ length: 30 }, () => lectures.list()));
    await person.didacto.accessTokens.revoke({ tokenId: accessToken.id });
    const afterwards = tally(Array.from({ length: 30 }, () => lectures.list()));
    expect(await afterwards).toEqual({ token_invalid: 30 });
    const counts = await underWay;
    expect((counts.ok ?? 0) + (counts.token_invalid ?? 0)).toBe(30);
  });

  test('makes no sign-in, no password, no second factor, no other token, and ends no session', async () => {
    const person = await school.person('admin');
    const { text } = await person.didacto.accessTokens.create({ name: 'x', scopes: [...Scope.options], password });
    const { accessTokens, sessions, members, secondFactor, deviceCodes } = as(text);
    const { userCode } = await school.visitor.deviceCodes.create({ client: 'x' });
    const calls = [
      accessTokens.create({ name: 'y', scopes: ['labs:read'], password }),
      accessTokens.list(),
      sessions.list(),
      sessions.endAll(),
      sessions.signOut(),
      members.updateMe({ password: 'a quite new one indeed', currentPassword: password }),
      members.export(),
      members.withdraw({ password }),
      secondFactor.start({ password }),
      deviceCodes.approve({ userCode }),
    ];
    expect(await tally(calls)).toEqual({ forbidden: calls.length });
  });
});
