import { contract, pictureType, type RouteDef } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CallerKind, callers, refusalOf, tokenSecret } from '../testing/callers.js';
import { type AnySample, routeSamples } from '../testing/route-samples.js';
import { startTestServer, type TestServer } from '../testing/test-server.js';
import { type World, worldMaker } from '../testing/world.js';

const routes = Object.entries(contract).flatMap(([group, members]) =>
  Object.entries<RouteDef>(members).map(([name, route]) => ({ name: `${group}.${name}`, route })),
);

let school: TestServer;
let makeWorld: () => Promise<World>;
let secret: Uint8Array;
let samples: Readonly<Record<string, (world: World) => AnySample | Promise<AnySample>>>;
beforeAll(async () => {
  school = await startTestServer();
  makeWorld = await worldMaker(school.server);
  secret = tokenSecret(school.dataDir);
  samples = { ...routeSamples(school) };
});
afterAll(() => school.stop());

const sampleOf = async (name: string, world: World): Promise<AnySample> => {
  const make = samples[name];
  if (!make) throw new Error(`No sample of ${name}`);
  return make(world);
};

async function call(route: RouteDef, sample: AnySample, token: string | undefined): Promise<number> {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => sample.params?.[name] ?? '');
  const url = new URL(path, school.url);
  for (const [name, value] of Object.entries(sample.query ?? {})) url.searchParams.set(name, String(value));
  const response = await fetch(url, {
    method: route.method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(sample.body && { 'content-type': 'application/json' }),
      ...(sample.bytes && { 'content-type': pictureType }),
    },
    ...(sample.body && { body: JSON.stringify(sample.body) }),
    ...(sample.bytes && { body: new Uint8Array(sample.bytes) }),
  });
  await response.arrayBuffer();
  return response.status;
}

const tables = ['members', 'sessions', 'lectures', 'lessons', 'enrollments', 'labs', 'devices', 'seats', 'institution'];
const everything = () => Promise.all(tables.map((table) => school.server.db(table).select('*')));
const kinds = Object.entries<CallerKind>(callers);

describe.each(routes)('$name', ({ name, route }) => {
  const refused = kinds.filter(([, kind]) => refusalOf(kind, route.access) !== undefined);
  const allowed = kinds.filter(([, kind]) => refusalOf(kind, route.access) === undefined);

  test(`is open to ${route.access.join(', ')}`, async () => {
    const statuses: number[] = [];
    for (const [who, kind] of allowed) {
      const world = await makeWorld();
      const status = await call(route, await sampleOf(name, world), await kind.token(world, secret));
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
      expect([who, await call(route, sample, await kind.token(world, secret))]).toEqual([
        who,
        refusalOf(kind, route.access),
      ]);
    }
    expect(await everything()).toEqual(before);
  });
});
