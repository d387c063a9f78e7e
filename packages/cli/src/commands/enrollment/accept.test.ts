import { describe, expect, it } from 'vitest';
import { Refusal } from '../../testing/fake-server.js';
import { runCli } from '../../testing/run-cli.js';
import { sampleEnrollment, sampleId } from '../../testing/samples.js';
import { python, serve } from '../../testing/world.js';

describe('enrollment accept', () => {
  it('ends with 8 where only some could be accepted, and says what became of each', async () => {
    const [one, two] = [sampleEnrollment(1, 'accepted'), sampleEnrollment(2, 'cancelled')];
    const world = await serve({
      [`POST /v1/enrollments/${one.id}/decide`]: () => one,
      [`POST /v1/enrollments/${two.id}/decide`]: () => {
        throw new Refusal('enrollment_decided');
      },
    });
    const result = await runCli(['enrollment', 'accept', one.id, two.id, '--json'], world);
    expect(result.code).toBe(8);
    expect(JSON.parse(result.stdout)).toEqual([
      { enrollmentId: one.id, outcome: 'accepted' },
      { enrollmentId: two.id, outcome: 'enrollment_decided' },
    ]);
  });

  it('hides nothing of what was done where the server fails in the middle', async () => {
    const [one, two, three] = [1, 2, 3].map((number) => sampleEnrollment(number, 'accepted'));
    const world = await serve({
      [`POST /v1/enrollments/${one?.id}/decide`]: () => one,
      [`POST /v1/enrollments/${two?.id}/decide`]: () => {
        throw new Refusal('database_busy');
      },
    });
    const ids = [one, two, three].map((enrollment) => enrollment?.id ?? '');
    const result = await runCli(['enrollment', 'accept', ...ids, '--json'], world);
    expect(result.code).toBe(8);
    const outcomes: { outcome: string }[] = JSON.parse(result.stdout);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'database_busy', 'not_tried']);
  });

  it('takes all that wait in one call', async () => {
    const world = await serve({
      [`POST /v1/lectures/${python.id}/enrollments/decide`]: () => ({
        results: [{ enrollmentId: sampleId('enr', 1), outcome: 'accepted' }],
      }),
    });
    const result = await runCli(['enrollment', 'accept', '--all-waiting', '--lecture', '파이썬 기초'], world);
    expect(result.code).toBe(0);
    expect(world.changes()[0]?.body).toEqual({ decision: 'accept', enrollmentIds: 'all_waiting' });
  });

  it.each([[[]], [['--all-waiting']], [['--all-waiting', '--lecture', 'Web', sampleId('enr', 1)]]])(
    'refuses %j',
    async (rest) => {
      expect(await runCli(['enrollment', 'accept', ...rest], await serve({}))).toMatchObject({ code: 2 });
    },
  );
});
