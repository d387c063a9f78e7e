import type { InputEvent } from '@didacto/sdk/live';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputSender } from '../page/input-sender.js';
import { type MouseReport, mouseReport, TerminalMouse } from './terminal-mouse.js';

const picture = { column: 10, row: 2, columns: 40, rows: 20 };

function play(reports: readonly (MouseReport | undefined)[]): InputEvent[] {
  const events: InputEvent[] = [];
  const sender: Pick<InputSender, 'move' | 'button' | 'wheel'> = {
    move: (at) => void events.push({ type: 'move', ...at }),
    button: (button, down, at) => void events.push({ type: 'button', button, down, ...at }),
    wheel: (dx, dy, at) => void events.push({ type: 'wheel', dx, dy, ...at }),
  };
  const mouse = new TerminalMouse(sender);
  for (const report of reports) if (report) mouse.take(report, picture);
  return events;
}

describe('the mouse of a terminal', () => {
  it('points to the middle of its cell, 0 to 1 over the picture', () => {
    expect(play([mouseReport('35;11;3', 'M'), mouseReport('35;50;22', 'M')])).toEqual([
      { type: 'move', x: 0.5 / 40, y: 0.5 / 20 },
      { type: 'move', x: 39.5 / 40, y: 19.5 / 20 },
    ]);
  });

  it('does nothing beside the picture, but ends there what began on it', () => {
    expect(play([mouseReport('0;1;1', 'M'), mouseReport('0;1;1', 'm'), mouseReport('64;1;1', 'M')])).toEqual([]);
    expect(play([mouseReport('2;30;12', 'M'), mouseReport('34;90;12', 'M'), mouseReport('2;90;12', 'm')])).toEqual([
      { type: 'button', button: 'right', down: true, x: 19.5 / 40, y: 9.5 / 20 },
      { type: 'move', x: 1, y: 9.5 / 20 },
      { type: 'button', button: 'right', down: false, x: 1, y: 9.5 / 20 },
    ]);
  });

  it('stays within the picture and lets go only of what it pressed, whatever is reported', () => {
    const report = fc.record({ code: fc.nat(255), x: fc.nat(120), y: fc.nat(60), final: fc.constantFrom('M', 'm') });
    fc.assert(
      fc.property(fc.array(report), (reports) => {
        const held = new Set<string>();
        for (const event of play(reports.map(({ code, x, y, final }) => mouseReport(`${code};${x};${y}`, final)))) {
          if ('x' in event) expect(event.x >= 0 && event.x <= 1 && event.y >= 0 && event.y <= 1).toBe(true);
          if (event.type !== 'button') continue;
          if (event.down) held.add(event.button);
          else expect(held.delete(event.button)).toBe(true);
        }
      }),
    );
  });
});
