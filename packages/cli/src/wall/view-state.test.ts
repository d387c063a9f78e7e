import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WallKey } from './keys.js';
import { initialView, matchesFilter, pressKey, settleView, type WallEffect, type WallSituation } from './view-state.js';

const names = [
  'up',
  'down',
  'left',
  'right',
  'pageUp',
  'pageDown',
  'home',
  'end',
  'enter',
  'escape',
  'backspace',
] as const;
const key = fc.oneof(
  fc.constantFrom(...names).map((name): WallKey => ({ name })),
  fc.constantFrom(...'aseyn/?김xv ').map((text): WallKey => ({ name: 'text', text })),
);
const situation = fc.record({
  ids: fc.integer({ min: 0, max: 30 }).map((count) => Array.from({ length: count }, (_, at) => `mem_${at}`)),
  columns: fc.integer({ min: 1, max: 8 }),
  pageRows: fc.integer({ min: 1, max: 5 }),
  waiting: fc.nat(3),
  lessonActive: fc.boolean(),
  busy: fc.boolean(),
  live: fc.boolean(),
});

function pressAll(keys: readonly WallKey[], around: WallSituation) {
  let view = settleView(initialView, around.ids).view;
  const effects: WallEffect[] = [];
  for (const next of keys) {
    const step = pressKey(view, next, around);
    effects.push(...step.effects);
    view = settleView(step.view, around.ids).view;
  }
  return { view, effects };
}

describe('pressKey', () => {
  it('keeps the selection on a student who is there', () => {
    fc.assert(
      fc.property(fc.array(key), situation, (keys, around) => {
        const { view } = pressAll(keys, around);
        if (around.ids.length > 0) expect(around.ids).toContain(view.selected);
        else expect(view.selected).toBeNull();
      }),
    );
  });

  it('acts only after a yes to a question that fits the situation', () => {
    fc.assert(
      fc.property(fc.array(key), situation, (keys, around) => {
        for (const effect of pressAll(keys, around).effects) {
          if (effect.kind !== 'act') continue;
          expect(around.busy).toBe(false);
          if (effect.action === 'accept') expect(around.waiting).toBeGreaterThan(0);
          else expect(around.lessonActive).toBe(effect.action === 'end');
        }
        const withoutYes = keys.filter((one) => one.name !== 'text' || one.text !== 'y');
        expect(pressAll(withoutYes, around).effects.some(({ kind }) => kind === 'act')).toBe(false);
      }),
    );
  });

  it('tells who is looked at: the last word is the student on the screen, or nobody', () => {
    fc.assert(
      fc.property(fc.array(key), situation, (keys, around) => {
        const { view, effects } = pressAll(keys, around);
        const last = effects.filter((effect) => effect.kind === 'view').at(-1);
        expect(last?.studentId ?? null).toBe(view.screen === 'detail' ? view.selected : null);
      }),
    );
  });

  it('takes Ctrl-C for quitting in every place, and the keys of a Korean keyboard for theirs', () => {
    const around = {
      ids: ['mem_1'],
      columns: 1,
      pageRows: 1,
      waiting: 1,
      lessonActive: true,
      busy: false,
      live: false,
    };
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const { effects } = pressAll([...keys, { name: 'interrupt' }], around);
        expect(effects.at(-1)).toEqual({ kind: 'quit', interrupted: true });
      }),
    );
    const { effects } = pressAll(
      [
        { name: 'text', text: 'ㅁ' },
        { name: 'text', text: 'ㅛ' },
      ],
      around,
    );
    expect(effects).toEqual([{ kind: 'act', action: 'accept' }]);
  });
});

describe('matchesFilter', () => {
  it('does not care for case and composition', () => {
    expect(matchesFilter('김하늘', '하늘'.normalize('NFD'))).toBe(true);
    expect(matchesFilter('Dana', ' dA ')).toBe(true);
    expect(matchesFilter('Dana', 'x')).toBe(false);
  });
});
