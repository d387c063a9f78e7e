import { contract, type RouteDef } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demandOf } from '../http/router.js';
import { callRoute } from '../testing/call-route.js';
import { type CallerKind, callers, refusalOf, tokenSecret } from '../testing/callers.js';
import { type AnySample, routeSamples } from '../testing/route-samples.js';
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
    school = await startTestServer();
    makeWorld = await worldMaker(school.server);
  });
  afterAll(() => school.stop());

  test('leaves out only what is listed, with its reason', () => {
    const names = routes.map(({ name }) => name);
    expect(Object.keys(unrecorded).filter((name) => !names.includes(name))).toEqual([]);
  });

  test.each(recorded)('holds what $name did, and who did it', async ({ name, route, demand }) => {
    const secret = tokenSecret(school.dataDir);
    const samples: Readonly<Record<string, (world: World) => AnySample | Promise<AnySample>>> = {
      ...routeSamples(school),
    };
    const head = async () => Number((await school.server.db('audit_head').first('seq'))?.seq);
    for (const kind of Object.values<CallerKind>(callers)) {
      if (refusalOf(kind, demand) !== undefined) continue;
      const world = await makeWorld();
      const sample = (await samples[name]?.(world)) ?? {};
      const before = await head();
      const status = await callRoute(school.url, route, sample, await kind.token(world, secret));
      if (status >= 300) continue;
      const entries = await school.server.db('audit_log').where('seq', '>', before);
      expect(entries.length, name).toBeGreaterThan(0);
      for (const { actor_kind, actor_id } of entries)
        if (actor_kind !== 'anonymous') expect(actor_id, `${name}: ${actor_kind}`).toBeTruthy();
      return;
    }
    expect.fail(`no caller is served by ${name}`);
  });
});
