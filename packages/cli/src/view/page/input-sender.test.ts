import type { InputEvent } from '@didacto/sdk/live';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputSender, noModifiers } from './input-sender.js';

const shown = (event: InputEvent) =>
  event.type === 'key' ? `${event.down ? '+' : '-'}${event.code}` : event.type === 'text' ? event.text : event.type;

/** A sender whose way is as slow as the test wants. */
function slow() {
  const sent: InputEvent[] = [];
  const waiting: (() => void)[] = [];
  const sender = new InputSender((event) => {
    sent.push(event);
    return new Promise<void>((resolve) => waiting.push(resolve));
  });
  const drain = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      next();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { sender, sent, drain };
}

describe('InputSender', () => {
  it('sends the newest of moves that wait, and keeps everything else in order', async () => {
    const { sender, sent, drain } = slow();
    sender.move({ x: 0, y: 0 });
    for (let at = 1; at <= 9; at++) sender.move({ x: at / 10, y: 0 });
    sender.button('left', true, { x: 0.9, y: 0 });
    sender.wheel(0, 1, { x: 0.9, y: 0 });
    sender.wheel(0, 2, { x: 0.9, y: 0 });
    await drain();
    expect(sent).toEqual([
      { type: 'move', x: 0, y: 0 },
      { type: 'move', x: 0.9, y: 0 },
      { type: 'button', button: 'left', down: true, x: 0.9, y: 0 },
      { type: 'wheel', dx: 0, dy: 3, x: 0.9, y: 0 },
    ]);
  });

  it('lets go of modifiers before text, and holds them again for the next key that has them', async () => {
    const { sender, sent, drain } = slow();
    sender.keyDown('ShiftLeft', noModifiers);
    sender.text('한');
    sender.keyDown('KeyA', { ...noModifiers, shiftKey: true });
    sender.keyUp('KeyA');
    sender.keyDown('KeyB', noModifiers);
    await drain();
    expect(sent.map(shown)).toEqual([
      ...['+ShiftLeft', '-ShiftLeft', '한', '+ShiftLeft', '+KeyA', '-KeyA', '-ShiftLeft', '+KeyB'],
    ]);
  });

  it('ends every key with Meta, for macOS tells of no other', async () => {
    const { sender, sent, drain } = slow();
    sender.keyDown('MetaLeft', noModifiers);
    sender.keyDown('KeyC', { ...noModifiers, metaKey: true });
    sender.keyUp('MetaLeft');
    await drain();
    expect(sent.map(shown)).toEqual(['+MetaLeft', '+KeyC', '-KeyC', '-MetaLeft']);
  });

  it('holds no key that was not let go after a release, in any order of keys', async () => {
    const codes = ['KeyA', 'ShiftLeft', 'ControlRight', 'MetaLeft', 'F5'];
    const step = fc.record({ code: fc.constantFrom(...codes), down: fc.boolean(), shiftKey: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { sender, sent, drain } = slow();
        for (const { code, down, shiftKey } of steps)
          if (down) sender.keyDown(code, { ...noModifiers, shiftKey });
          else sender.keyUp(code);
        await drain();
        const held = new Set<string>();
        for (const event of sent) {
          if (event.type !== 'key') continue;
          // Each is pressed and let go in turn.
          expect(held.has(event.code)).toBe(!event.down);
          if (event.down) held.add(event.code);
          else held.delete(event.code);
        }
        for (const code of codes) sender.keyUp(code);
        await drain();
        const ups = sent.filter((event) => event.type === 'key' && !event.down).length;
        expect(sent.length).toBe(2 * ups);
      }),
    );
  });
});
