import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.js';

describe('institution', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer({ env: { INSTITUTION_NAME: '한빛고등학교' } });
  });
  afterAll(() => school.stop());

  test('it is known by name, key, clock and version to everyone', async () => {
    const { name, serverKey, serverTime } = await school.visitor.institution.get();
    expect(name).toBe('한빛고등학교');
    expect(serverKey).toMatch(/^[\w-]{43}$/);
    expect(Math.abs(Date.parse(serverTime) - Date.now())).toBeLessThan(60_000);
  });

  test('an admin changes one thing, and the rest stays', async () => {
    const { institution } = school.admin.didacto;
    const before = await institution.get();
    const after = await institution.update({ screenPolicy: { quality: 60 } });
    expect(after.screenPolicy).toEqual({ ...before.screenPolicy, quality: 60 });
    expect(await institution.update({ name: 'Renamed' })).toMatchObject({
      name: 'Renamed',
      screenPolicy: after.screenPolicy,
    });
    expect(await school.visitor.institution.get()).toMatchObject({ name: 'Renamed' });
  });

  test('of changes at once none is lost', async () => {
    const { institution } = school.admin.didacto;
    await Promise.all([
      institution.update({ screenPolicy: { width: 640 } }),
      institution.update({ screenPolicy: { height: 360 } }),
      institution.update({ screenPolicy: { intervalMs: 2_000 } }),
    ]);
    expect((await institution.get()).screenPolicy).toMatchObject({ width: 640, height: 360, intervalMs: 2_000 });
  });

  test.each([{ intervalMs: 249 }, { width: 1281 }, { height: 35 }, { quality: 96 }, { quality: 50.5 }])(
    'policy %j is refused',
    async (screenPolicy) => {
      await expect(school.admin.didacto.institution.update({ screenPolicy })).rejects.toMatchObject({
        code: 'validation_failed',
      });
    },
  );
});
