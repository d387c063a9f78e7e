import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whileWanted } from './while-wanted.js';

/** A thing that can be lost, or not be opened, and time that passes when the test says so. */
function world() {
  const open = new Map<object, { readonly what: string; readonly lost: (why: string) => void }>();
  const timers = new Set<() => void>();
  const script = { opening: 'well' as 'well' | 'throws' | 'loses' };
  const keeper = whileWanted<string>({
    open(what, lost) {
      if (script.opening === 'throws') throw new Error('not now');
      const key = {};
      open.set(key, { what, lost });
      if (script.opening === 'loses') lost('at once');
      return { end: () => void open.delete(key) };
    },
    after(_, run) {
      timers.add(run);
      return () => void timers.delete(run);
    },
    failed: () => undefined,
    changed: () => undefined,
  });
  const pass = () => {
    for (const run of [...timers]) {
      timers.delete(run);
      run();
    }
  };
  return { keeper, open, timers, script, pass };
}

describe('what is wanted', () => {
  it('is open once while it is wanted, is closed at once when not, and comes back when it is lost', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('want' as const), what: fc.constantFrom('a', 'b', null) }),
      fc.record({ type: fc.constant('script' as const), opening: fc.constantFrom('well', 'throws', 'loses' as const) }),
      fc.constantFrom({ type: 'lose' as const }, { type: 'time' as const }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { keeper, open, timers, script, pass } = world();
        let wanted: string | null = null;
        for (const now of steps) {
          if (now.type === 'script') script.opening = now.opening;
          if (now.type === 'time') pass();
          if (now.type === 'lose') for (const { lost } of [...open.values()]) lost('gone');
          if (now.type === 'want') {
            wanted = now.what;
            keeper.want(wanted);
          }
          const whats = [...open.values()].map(({ what }) => what);
          expect(whats).toEqual(keeper.isOpen() ? [wanted] : []);
          // Wanted is either open, or going to be tried again.
          expect(timers.size).toBe(wanted !== null && !keeper.isOpen() ? 1 : 0);
        }
        script.opening = 'well';
        pass();
        expect(keeper.isOpen()).toBe(wanted !== null);
        keeper.want(null);
        expect([open.size, timers.size]).toEqual([0, 0]);
      }),
    );
  });

  it('hears nothing any more of what was lost before', () => {
    const { keeper, open } = world();
    keeper.want('a');
    const [before] = [...open.values()];
    keeper.want('b');
    before?.lost('late');
    expect([...open.values()].map(({ what }) => what)).toEqual(['b']);
  });
});
