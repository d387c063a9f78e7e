import { contract, Role, type RouteDef, Scope, StaffRole, scopesFor } from '@didacto/sdk/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demandOf } from '../../http/router.js';
import { Problem } from '../../platform/problem.js';
import type { Caller, MemberCaller } from '../../policy/caller.js';
import { createPolicy } from '../../policy/policy.js';
import type { Relations } from '../../policy/relations.js';

// Whoever holds an access token is its member, less what it was not made for.

const routes = Object.entries(contract).flatMap(([group, members]) =>
  Object.entries<RouteDef>(members).map(([name, route]) => ({
    ...{ name: `${group}.${name}`, group, method: route.method, anyToken: route.anyToken === true },
    demand: demandOf(group, route),
    isPublic: route.access.includes('public'),
  })),
);

const me = 'mem_me';
const someone = fc.constantFrom(me, 'mem_other');
/** How a member stands to the one lecture there is, if there is one. */
const relations = fc.record({
  owner: fc.option(someone, { nil: undefined }),
  part: fc.option(fc.constantFrom(...StaffRole.options), { nil: undefined }),
  onRoster: fc.boolean(),
  requester: fc.option(someone, { nil: undefined }),
});
type Standing = typeof relations extends fc.Arbitrary<infer T> ? T : never;

const asRelations = ({ owner, part, onRoster, requester }: Standing): Relations => ({
  lectureOwner: async () => owner,
  lectureOfLesson: async () => 'lec',
  enrollment: async () => requester && { lectureId: 'lec', memberId: requester },
  staffRole: async () => part,
  isOnRoster: async () => onRoster && owner !== undefined,
  isSeated: async () => false,
  buyer: async () => requester,
});

const subject = fc.constantFrom({ lectureId: 'lec' }, { lessonId: 'les' }, { enrollmentId: 'enr' }, {});
const scopes = fc.subarray(Scope.options);
const situation = fc.record({
  route: fc.constantFrom(...routes),
  role: fc.constantFrom(...Role.options),
  mustSetUp: fc.boolean(),
  standing: relations,
  subject,
});
type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

/** `ok`, or the code it is refused with. */
async function outcome({ route, role, mustSetUp, standing, subject }: Situation, held: readonly Scope[] | null) {
  const holder: Omit<MemberCaller, 'scopes'> = {
    ...{ kind: 'member', memberId: me, name: 'me', role, mustSetUp },
    credentialId: held === null ? 'ses_1' : 'tok_1',
  };
  const caller: Caller = { ...holder, scopes: held && new Set(held) };
  return createPolicy(asRelations(standing))
    .authorize(caller, route.demand, subject)
    .then(
      () => 'ok',
      (error: unknown) => {
        if (error instanceof Problem) return error.code;
        throw error;
      },
    );
}

const runs = { numRuns: 3_000 };

test('a token never does what its member may not do', () =>
  fc.assert(
    fc.asyncProperty(situation, scopes, async (where, held) => {
      if ((await outcome(where, held)) === 'ok') expect(await outcome(where, null)).toBe('ok');
    }),
    runs,
  ));

test('a token does nothing without a scope for it', () =>
  fc.assert(
    fc.asyncProperty(situation, scopes, async (where, held) => {
      const { route } = where;
      if (route.isPublic || route.anyToken || (await outcome(where, held)) !== 'ok') return;
      const needed = scopesFor(route.group, route.method) ?? [];
      expect(needed.some((scope) => held.includes(scope))).toBe(true);
      expect(needed.every((scope) => scope.startsWith(`${route.group}:`))).toBe(true);
    }),
    runs,
  ));

test('another scope never takes something away', () =>
  fc.assert(
    fc.asyncProperty(situation, scopes, scopes, async (where, held, more) => {
      if ((await outcome(where, held)) === 'ok') expect(await outcome(where, [...held, ...more])).toBe('ok');
    }),
    runs,
  ));

test('what may be written may be read, and reading writes nothing', () =>
  fc.assert(
    fc.asyncProperty(situation, async (where) => {
      const { route } = where;
      const all = await outcome(where, Scope.options);
      const writing = await outcome(
        where,
        Scope.options.filter((scope) => scope.endsWith(':write')),
      );
      expect(writing).toBe(all);
      const reading = await outcome(
        where,
        Scope.options.filter((scope) => scope.endsWith(':read')),
      );
      if (route.method === 'GET' || route.isPublic || route.anyToken) expect(reading).toBe(all);
      else expect(reading).not.toBe('ok');
    }),
    runs,
  ));

test('no token, whatever its scopes, reaches what is the member’s own: account, sign-ins, second factor, tokens', () => {
  const own = routes.filter(({ demand: { access } }) => access.length === 1 && access.includes('self'));
  expect(own.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['members.withdraw', 'sessions.endAll', 'secondFactor.disable', 'accessTokens.create']),
  );
  return fc.assert(
    fc.asyncProperty(situation, fc.constantFrom(...own), async (where, route) => {
      expect(await outcome({ ...where, route }, Scope.options)).not.toBe('ok');
    }),
    { numRuns: 500 },
  );
});
