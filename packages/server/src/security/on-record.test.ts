import { contract, type RouteDef } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demandOf } from '../http/router.js';
import { accessTokenDigest } from '../platform/access-token-text.js';
import { callRoute } from '../testing/call-route.js';
import { type CallerKind, callers, refusalOf, tokenSecret } from '../testing/callers.js';
import { type AnySample, routeSamples } from '../testing/route-samples.js';
import { silentProvider } from '../testing/sales-samples.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { type World, worldMaker } from '../testing/world.js';

/** What changes something and is not on record, and why. */
const unrecorded: Readonly<Record<string, string>> = {
  'verifications.request': 'nobody acts yet: an address was typed',
  'verifications.confirm': 'the same; what the proof is used for is on record',
  'invitations.preview': 'it only looks',
  'sessions.refresh': 'the sign-in is on record, and a token that is used twice',
  'secondFactor.start': 'nothing holds yet; turning it on is on record',
  'deviceCodes.create': 'nobody acts yet',
  'devices.challenge': 'it only asks',
  'devices.signIn': 'a thousand an hour of machines; pairing and revoking are on record',
  'screens.push': 'a picture a second; looking at it is on record',
  'screens.report': 'the same',
  'orders.checkout': 'it makes a link; what is paid by it is on record',
  'payments.settle': 'it only asks; what the provider says is in the payment’s history',
  'checkouts.open': 'it only looks',
  'checkouts.status': 'the same',
  'webhooks.receive': 'it is kept among the webhooks; what the provider says then, in the payment’s history',
};

const routes = Object.entries(contract).flatMap(([group, members]) =>
  Object.entries<RouteDef>(members)
    .filter(([, { method }]) => method !== 'GET')
    .map(([name, route]) => ({ name: `${group}.${name}`, route, demand: demandOf(group, route) })),
);
const recorded = routes.filter(({ name }) => !Object.hasOwn(unrecorded, name));

describe('the audit log', () => {
  let school: TestServer;
  let makeWorld: () => Promise<World>;
  beforeAll(async () => {
    school = await startTestServer({ env: silentProvider });
    makeWorld = await worldMaker(school.server);
  });
  afterAll(() => school.stop());

  test('leaves out only what is listed, with its reason', () => {
    const names = routes.map(({ name }) => name);
    expect(Object.keys(unrecorded).filter((name) => !names.includes(name))).toEqual([]);
  });

  /** Who a token speaks for, as an entry is to name them. */
  const actorOf = async (token: string | undefined) => {
    if (token === undefined) return undefined;
    if (!token.startsWith('dct_')) {
      const { sub }: { sub: string } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
      return { id: sub, tokenId: null };
    }
    const digest = accessTokenDigest(token);
    const row: { id: string; member_id: string } = await school.server.db('access_tokens').where({ digest }).first();
    return { id: row.member_id, tokenId: row.id };
  };
  const served = async (name: string, route: RouteDef, kind: CallerKind) => {
    const samples: Readonly<Record<string, (world: World) => AnySample | Promise<AnySample>>> = {
      ...routeSamples(school),
    };
    const world = await makeWorld();
    const sample = (await samples[name]?.(world)) ?? {};
    const token = await kind.token(world, tokenSecret(school.dataDir));
    const { seq: before }: { seq: number } = await school.server.db('audit_head').first('seq');
    if ((await callRoute(school.url, route, sample, token)) >= 300) return undefined;
    const entries: { actor_kind: string; actor_id: string | null; token_id: string | null }[] = await school.server
      .db('audit_log')
      .where('seq', '>', before);
    return { entries, actor: await actorOf(token) };
  };
  const isByToken = ({ scopes }: CallerKind) => scopes !== undefined;

  test.each(recorded)('holds what $name did, and who did it', async ({ name, route, demand }) => {
    const allowed = Object.values<CallerKind>(callers).filter((kind) => refusalOf(kind, demand) === undefined);
    let calls = 0;
    // By a sign-in, a device or nobody; then by an access token, where one will do.
    for (const kinds of [allowed.filter((kind) => !isByToken(kind)), allowed.filter(isByToken)]) {
      for (const kind of kinds) {
        const found = await served(name, route, kind);
        if (!found) continue;
        calls++;
        expect(found.entries.length).toBeGreaterThan(0);
        for (const { actor_kind, actor_id, token_id } of found.entries)
          if (route.access.includes('public')) expect(actor_kind === 'anonymous' || actor_id).toBeTruthy();
          else expect({ id: actor_id, tokenId: token_id }).toEqual(found.actor);
        break;
      }
    }
    expect(calls, `no caller is served by ${name}`).toBeGreaterThan(0);
  });
});
