import { describe, expect, it } from 'vitest';
import { leaseMs, nextWake, type Order } from './agent.js';
import { picture, World } from './testing/agent-world.js';
import { lesson } from './testing/samples.js';

const names = (orders: readonly Order[]) => orders.map(({ order }) => order);

describe('an agent', () => {
  it('captures nothing without a lesson', () => {
    const world = new World();
    expect(names(world.wait(3_600_000))).toEqual([]);
    expect(nextWake(world.state)).toBe(Number.POSITIVE_INFINITY);
  });

  it('shows the notice before it looks at the screen', () => {
    const world = new World();
    expect(names(world.assign(lesson()))).toEqual(['show_notice']);
    expect(names(world.wait(60_000))).toEqual([]);
    expect(names(world.notice(true))).toEqual(['tell_notice', 'open_screen', 'open_live']);
    expect(names(world.wake())).toEqual(['grab']);
  });

  it('does not capture where no notice can be shown, says why, and tries again', () => {
    const world = new World();
    world.assign(lesson());
    const orders = world.notice(false);
    expect(orders).toMatchObject([
      { order: 'tell_notice', shown: false },
      { order: 'report', word: { state: 'no_display', reason: 'not_permitted' } },
    ]);
    world.answered('ok');
    expect(names(world.wake())).toEqual(['show_notice']);
    expect(names(world.notice(false, true))).toEqual(['tell_notice', 'open_screen', 'open_live']);
  });

  it('sends the newest picture against the last that was taken', () => {
    const world = new World().capturing();
    world.wake();
    expect(world.grabbed({ kind: 'picture', picture: picture(1) })).toMatchObject([
      { order: 'push', sequence: 101, base: null },
    ]);
    expect(names(world.wait(5_000))).toEqual([]);
    world.answered('ok');
    expect(names(world.wait(0))).toEqual(['grab']);
    expect(world.grabbed({ kind: 'picture', picture: picture(2) })).toMatchObject([
      { order: 'push', sequence: 102, base: { sequence: 101, picture: picture(1) } },
    ]);
  });

  it('sends a whole picture at once when the base is missing there', () => {
    const world = new World().capturing();
    world.wake();
    world.grabbed({ kind: 'picture', picture: picture(1) });
    world.answered('ok');
    world.wake();
    world.grabbed({ kind: 'picture', picture: picture(2) });
    expect(world.answered('picture_base_missing')).toMatchObject([
      { order: 'push', base: null, sequence: 103, picture: picture(2) },
    ]);
  });

  it('says once that the screen is unchanged, and is silent afterwards', () => {
    const world = new World().capturing();
    world.wake();
    world.grabbed({ kind: 'picture', picture: picture(1) });
    world.answered('ok');
    world.wake();
    expect(world.grabbed({ kind: 'unchanged' })).toMatchObject([{ order: 'report', word: { state: 'unchanged' } }]);
    world.answered('ok');
    world.wake();
    expect(world.grabbed({ kind: 'unchanged' })).toEqual([]);
  });

  it.each(['lost', 'picture_stale'] as const)('sends an unchanged picture again after %s', (answer) => {
    const world = new World().capturing();
    world.wake();
    const [first] = world.grabbed({ kind: 'picture', picture: picture(1) });
    world.answered(answer);
    world.wake();
    const [second] = world.grabbed({ kind: 'unchanged' });
    expect(second).toMatchObject({ order: 'push', base: null, picture: picture(1) });
    if (first?.order === 'push' && second?.order === 'push') expect(second.sequence).toBeGreaterThan(first.sequence);
  });

  it('takes a push without an answer for lost', () => {
    const world = new World().capturing();
    world.wake();
    world.grabbed({ kind: 'picture', picture: picture(1) });
    expect(names(world.wake())).toEqual(['grab']);
    expect(world.grabbed({ kind: 'unchanged' })).toMatchObject([{ order: 'push', base: null }]);
  });

  it('keeps away for a while from a student whom another agent shows', () => {
    const world = new World().capturing();
    world.wake();
    world.grabbed({ kind: 'picture', picture: picture(1) });
    world.answered('screen_source_taken');
    expect(names(world.wait(14_000))).toEqual([]);
    expect(names(world.wait(1_000))).toEqual(['grab']);
  });

  it('closes the screen and ends the notice when the lesson ends', () => {
    const world = new World().capturing();
    world.wake();
    expect(names(world.assign(null))).toEqual(['close_live', 'close_screen', 'end_notice']);
    expect(world.grabbed({ kind: 'picture', picture: picture(1) })).toEqual([]);
  });

  it('does not grab without its server, and gives the lesson up after the lease', () => {
    const world = new World().capturing();
    expect(names(world.send({ event: 'unlinked' }))).toEqual(['close_live', 'close_screen']);
    expect(names(world.wait(leaseMs - 1))).toEqual([]);
    expect(names(world.wait(1))).toEqual(['end_notice']);
    expect(world.state.stage.phase).toBe('idle');
  });

  it('goes on when its server is back within the lease', () => {
    const world = new World().capturing();
    world.send({ event: 'unlinked' });
    world.wait(leaseMs - 1);
    world.capturing();
    expect(names(world.wake())).toEqual(['grab']);
    expect(world.grabbed({ kind: 'picture', picture: picture(1) })).toMatchObject([{ order: 'push', base: null }]);
  });

  it('stops looking when the notice can no longer be seen', () => {
    const world = new World().capturing();
    expect(names(world.send({ event: 'notice_lost' }))).toEqual(['close_live', 'close_screen', 'show_notice']);
  });
});
