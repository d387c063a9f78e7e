import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';

describe('labs', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  test('a name is taken once, also when asked for at once and when renaming', async () => {
    const { labs } = school.admin.didacto;
    expect(await tally(Array.from({ length: 10 }, () => labs.create({ name: '301호' })))).toEqual({
      ok: 1,
      lab_name_taken: 9,
    });
    const { id: labId } = await labs.create({ name: '302호' });
    expect(await outcomeOf(labs.update({ labId, name: '301호' }))).toBe('lab_name_taken');
    expect(await labs.update({ labId, name: '303호' })).toMatchObject({ name: '303호' });
  });

  test('a lab with devices is not deleted; an empty one is, once', async () => {
    const { labs, devices } = school.admin.didacto;
    const { id: labId } = await labs.create({ name: 'To be emptied' });
    const { device } = await devices.create({ labId, name: 'PC' });
    expect(await labs.get({ labId })).toMatchObject({ devices: 1 });
    expect(await outcomeOf(labs.delete({ labId }))).toBe('lab_not_empty');
    await devices.delete({ deviceId: device.id });
    expect(await tally([labs.delete({ labId }), labs.delete({ labId })])).toEqual({ ok: 1, not_found: 1 });
  });

  test('deleting a lab and adding a device at once never leaves a device without a lab', async () => {
    const { labs, devices } = school.admin.didacto;
    for (let round = 0; round < 10; round++) {
      const { id: labId } = await labs.create({ name: `Race ${round}` });
      const counts = await tally([devices.create({ labId, name: 'PC' }), labs.delete({ labId })]);
      expect([
        { ok: 1, lab_not_empty: 1 },
        { ok: 1, not_found: 1 },
      ]).toContainEqual(counts);
    }
  });

  test('a lab that is not there is not found by any call', async () => {
    const labId = `lab_${'0'.repeat(26)}`;
    const { labs } = school.admin.didacto;
    const calls = [labs.get({ labId }), labs.update({ labId, name: 'x' }), labs.delete({ labId })];
    expect(await tally(calls)).toEqual({ not_found: 3 });
  });
});
