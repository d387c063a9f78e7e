import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackHeld } from './held-keys.js';

describe('what is held down', () => {
  it('counts a key once, however often it is pressed, and does not know a release without a press', () => {
    const held = trackHeld<string>();
    expect([held.press('a'), held.press('a'), held.lift('b'), held.lift('a'), held.lift('a')]).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(held.all()).toEqual([]);
  });

  it('is let go in the opposite order, so that a modifier outlives its key', () => {
    const held = trackHeld<string>();
    for (const key of ['ShiftLeft', 'KeyA', 'KeyB']) held.press(key);
    expect(held.all()).toEqual(['KeyB', 'KeyA', 'ShiftLeft']);
  });

  it('after any sequence is what was pressed and not lifted since, and nothing once all of it is lifted', () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b', 'ShiftLeft', 'ControlLeft'), down: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const held = trackHeld<string>();
        // A system that holds what it was told to press, as the back ends tell it.
        const system = new Set<string>();
        for (const { key, down } of steps) {
          if (down && held.press(key)) system.add(key);
          if (!down && held.lift(key)) system.delete(key);
          expect(held.all().toSorted()).toEqual([...system].toSorted());
        }
        for (const key of held.all()) if (held.lift(key)) system.delete(key);
        expect(system.size).toBe(0);
        expect(held.all()).toEqual([]);
      }),
    );
  });
});
