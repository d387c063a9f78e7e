import { contract, type RouteDef } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demandOf } from '../http/router.js';
import { type Clock, systemClock } from '../platform/clock.js';
import { callRoute } from '../testing/call-route.js';
import { type CallerKind, callers, refusalOf, tokenSecret } from '../testing/callers.js';
import { type AnySample, routeSamples } from '../testing/route-samples.js';
import { silentProvider } from '../testing/sales-samples.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { type World, worldMaker } from '../testing/world.js';

const groups = Object.entries(contract).map(([group, members]) => ({
  group,
  routes: Object.entries<RouteDef>(members).map(([name, route]) => ({
    name: `${group}.${name}`,
    route,
    demand: demandOf(group, route),
  })),
}));

let school: TestServer;
let makeWorld: () => Promise<World>;
let secret: Uint8Array;
let samples: Readonly<Record<string, (world: World) => AnySample | Promise<AnySample>>>;
const sampleOf = async (name: string, world: World): Promise<AnySample> => {
  const make = samples[name];
  if (!make) throw new Error(`No sample of ${name}`);
  return make(world);
};

const tables = [
  ...['members', 'sessions', 'access_tokens', 'recovery_codes', 'device_codes', 'verifications', 'invitations'],
  ...['lectures', 'lecture_staff', 'lessons', 'enrollments', 'labs', 'devices', 'seats', 'institution', 'audit_log'],
  ...['products', 'orders', 'payments', 'refunds', 'payment_tasks', 'journal_entries', 'alarms', 'idempotency_keys'],
  ...['room_consents'],
];
const everything = () => Promise.all(tables.map((table) => school.server.db(table).select('*')));
const kinds = Object.entries<CallerKind>(callers);
/** Without the server's own rounds: what changes is what a caller did. */
const callersOnly: Clock = { ...systemClock, every: () => () => {} };

// A server for each group: what one route's calls leave behind does not slow down the looking of the next.
describe.each(groups)('$group', ({ routes }) => {
  beforeAll(async () => {
    school = await startTestServer({ env: silentProvider, effects: { clock: callersOnly } });
    await school.admin.didacto.institution.update({ secondFactorRoles: ['desk'] });
    makeWorld = await worldMaker(school.server);
    secret = tokenSecret(school.dataDir);
    samples = { ...routeSamples(school) };
  });
  afterAll(() => school.stop());

  describe.each(routes)('$name', ({ name, route, demand }) => {
    const refused = kinds.filter(([, kind]) => refusalOf(kind, demand) !== undefined);
    const allowed = kinds.filter(([, kind]) => refusalOf(kind, demand) === undefined);

    test(`is open to ${route.access.join(', ')}`, async () => {
      const statuses: number[] = [];
      for (const [who, kind] of allowed) {
        const world = await makeWorld();
        const status = await callRoute(school.url, route, await sampleOf(name, world), await kind.token(world, secret));
        expect([401, 403], `${who} was refused`).not.toContain(status);
        expect(status, `${who} met a fault of the server`).toBeLessThan(500);
        statuses.push(status);
      }
      expect(Math.min(...statuses), 'the sample serves no one').toBeLessThan(300);
    });

    if (refused.length === 0) return;
    test('refuses everyone else, and nothing happens', async () => {
      const world = await makeWorld();
      const sample = await sampleOf(name, world);
      const before = await everything();
      for (const [who, kind] of refused) {
        expect([who, await callRoute(school.url, route, sample, await kind.token(world, secret))]).toEqual([
          who,
          refusalOf(kind, demand),
        ]);
      }
      expect(await everything()).toEqual(before);
    });
  });
});
