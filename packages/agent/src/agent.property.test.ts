import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaseMs, nextWake, type Order } from './agent.js';
import type { Answer } from './capture-cycle.js';
import type { FeedResult } from './screen-feed.js';
import { picture, World } from './testing/agent-world.js';
import { lesson } from './testing/samples.js';

const answers: Answer[] = [
  'ok',
  'lost',
  'picture_base_missing',
  'picture_stale',
  'no_active_lesson',
  'screen_source_taken',
  'device_cloned',
  'rate_limited',
];
const results: FeedResult[] = [
  { kind: 'picture', picture: picture(1) },
  { kind: 'picture', picture: picture(2) },
  { kind: 'unchanged' },
  { kind: 'unavailable', reason: 'locked', detail: '' },
];
const moves: fc.Arbitrary<(world: World) => void> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom<(world: World) => void>(
      (w) => w.assign(null),
      (w) => w.send({ event: 'unlinked' }),
      (w) => w.send({ event: 'put_out' }),
      (w) => w.send({ event: 'notice_lost' }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(250, 1000)
      .map((intervalMs) => (w: World) => w.assign(lesson({ policy: { ...lesson().policy, intervalMs } }))),
  },
  { weight: 4, arbitrary: fc.boolean().map((shown) => (w: World) => w.notice(shown)) },
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 20_000 }).map((ms) => (w: World) => w.wait(ms)) },
  { weight: 2, arbitrary: fc.constant((w: World) => w.wait(leaseMs)) },
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(...results)
      .map((result) => (w: World) => answerOldest(w.open.grab, (id) => w.send({ event: 'grabbed', id, result }))),
  },
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(...answers)
      .map((answer) => (w: World) => answerOldest(w.open.send, (id) => w.send({ event: 'answered', id, answer }))),
  },
);

function answerOldest(open: Set<number>, give: (id: number) => void): void {
  const [id] = open;
  if (id === undefined) return;
  open.delete(id);
  give(id);
}

const walk = (check: (world: World, orders: readonly Order[]) => void) =>
  fc.assert(
    fc.property(fc.array(moves, { minLength: 20, maxLength: 120 }), (steps) => {
      const world = new World();
      for (const move of steps) {
        const before = world.orders.length;
        move(world);
        check(world, world.orders.slice(before));
      }
    }),
    { numRuns: 300 },
  );

describe('whatever happens, an agent', () => {
  it('has its screen open exactly while it captures, and grabs, pushes only then', () => {
    walk((world, orders) => {
      const { phase } = world.state.stage;
      expect(world.isScreenOpen).toBe(phase === 'capturing');
      if (orders.some(({ order }) => order === 'grab' || order === 'push')) expect(phase).toBe('capturing');
    });
  });

  it('has at most one thing under way', () => {
    walk((world, orders) => {
      const begun = orders.filter(({ order }) => order === 'grab' || order === 'push' || order === 'report');
      expect(begun.length).toBeLessThanOrEqual(1);
      const [one] = begun;
      if (one && 'id' in one) expect(world.state.cycle.busy?.id).toBe(one.id);
    });
  });

  it('pushes the newest picture it grabbed, under growing sequence numbers, and never builds on what was not taken', () => {
    walk((world, orders) => {
      for (const order of orders) {
        if (order.order !== 'push') continue;
        expect(order.picture).toBe(world.state.cycle.latest);
        expect(order.sequence).toBe(world.state.cycle.sequence);
        if (order.base) expect(order.base.sequence).toBeLessThan(order.sequence);
      }
      const sequences = world.orders.flatMap((order) => (order.order === 'push' ? [order.sequence] : []));
      expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
    });
  });

  it('is idle when a lease has run out', () => {
    walk((world) => {
      const { stage } = world.state;
      if (stage.phase === 'leased') expect(stage.endsAt).toBeGreaterThan(world.now - 1);
    });
  });

  it('always has a next step while it captures: it never gets stuck', () => {
    walk((world) => {
      const { stage, cycle } = world.state;
      if (stage.phase === 'capturing' && cycle.busy?.with !== 'grab')
        expect(nextWake(world.state)).toBeLessThan(world.now + 120_000);
    });
  });
});
