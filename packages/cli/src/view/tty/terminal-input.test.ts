import type { InputEvent } from '@didacto/sdk/live';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputSender } from '../page/input-sender.js';
import { TerminalInput, type TerminalToken } from './terminal-input.js';
import { plainKey, playKey, playText } from './terminal-keys.js';
import { TerminalMouse } from './terminal-mouse.js';

const ESC = '\u001b';
const picture = { column: 0, row: 0, columns: 80, rows: 23 };

const read = (...pieces: string[]): TerminalToken[] => {
  const input = new TerminalInput();
  return [...pieces.flatMap((piece) => input.feed(piece)), ...input.flush()];
};
const key = (code: string, ...held: ('ctrl' | 'shift' | 'alt')[]): TerminalToken => ({
  kind: 'key',
  key: { ...plainKey(code), ...Object.fromEntries(held.map((one) => [one, true])) },
});
const text = (written: string): TerminalToken => ({ kind: 'text', text: written });

/** What the student's side is asked to play. */
async function played(tokens: readonly TerminalToken[]): Promise<InputEvent[]> {
  const events: InputEvent[] = [];
  const sender = new InputSender(async (event) => void events.push(event));
  const mouse = new TerminalMouse(sender);
  for (const token of tokens) {
    if (token.kind === 'text') playText(sender, token.text);
    else if (token.kind === 'key') playKey(sender, token.key);
    else mouse.take(token.report, picture);
  }
  let before = -1;
  while (before !== events.length) {
    before = events.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return events;
}

describe('what a terminal sends is read as', () => {
  it.each<[string, string, readonly TerminalToken[]]>([
    ['text of any script', 'a한🙂', [text('a한🙂')]],
    ['Enter, Tab and Backspace', '\r\t\u007f\b', [key('Enter'), key('Tab'), key('Backspace'), key('Backspace')]],
    ['Ctrl with a letter', '\u0001\u001a', [key('KeyA', 'ctrl'), key('KeyZ', 'ctrl')]],
    ['Ctrl with a sign', '\u001d\u0000', [key('BracketRight', 'ctrl'), key('Space', 'ctrl')]],
    ['arrows', `${ESC}[A${ESC}OD`, [key('ArrowUp'), key('ArrowLeft')]],
    [
      'arrows with what is held',
      `${ESC}[1;6C${ESC}[1;3B`,
      [key('ArrowRight', 'ctrl', 'shift'), key('ArrowDown', 'alt')],
    ],
    ['Shift-Tab', `${ESC}[Z`, [key('Tab', 'shift')]],
    ['Delete and function keys', `${ESC}[3~${ESC}OP${ESC}[15;5~`, [key('Delete'), key('F1'), key('F5', 'ctrl')]],
    [
      'Alt with what the key writes',
      `${ESC}x${ESC}X${ESC}?`,
      [key('KeyX', 'alt'), key('KeyX', 'alt', 'shift'), key('Slash', 'alt', 'shift')],
    ],
    ['Alt with Ctrl', `${ESC}\u0001`, [key('KeyA', 'alt', 'ctrl')]],
    ['a lone Escape', ESC, [key('Escape')]],
    ['Escape before a sequence', `${ESC}${ESC}[A`, [key('Escape'), key('ArrowUp')]],
    ['nothing, where nobody knows the sequence', `${ESC}[999u${ESC}[?62;4c${ESC}_Gi=31;OK${ESC}\\x`, [text('x')]],
    [
      'a click',
      `${ESC}[<0;12;5M${ESC}[<0;12;5m`,
      [
        { kind: 'mouse', report: { action: 'down', button: 'left', column: 11, row: 4 } },
        { kind: 'mouse', report: { action: 'up', button: 'left', column: 11, row: 4 } },
      ],
    ],
    [
      'moves and the wheel',
      `${ESC}[<35;1;1M${ESC}[<65;2;3M`,
      [
        { kind: 'mouse', report: { action: 'move', column: 0, row: 0 } },
        { kind: 'mouse', report: { action: 'wheel', dx: 0, dy: 1, column: 1, row: 2 } },
      ],
    ],
    [
      'pasted lines as text and Enter',
      `${ESC}[200~ls\r\n한글\u001d${ESC}[2J${ESC}[201~y`,
      [...[text('ls'), key('Enter'), text('한글[2J'), text('y')]],
    ],
  ])('%s', (_, sent, expected) => {
    expect(read(sent)).toEqual(expected);
  });

  it('the same wherever it is cut, but for text in parts', () => {
    const joined = (tokens: readonly TerminalToken[]) =>
      tokens.reduce<TerminalToken[]>((sum, token) => {
        const last = sum.at(-1);
        if (token.kind === 'text' && last?.kind === 'text') sum[sum.length - 1] = text(last.text + token.text);
        else sum.push(token);
        return sum;
      }, []);
    const parts = [
      'abc',
      '한',
      '\r',
      '\u0003',
      `${ESC}[1;5A`,
      `${ESC}[<0;3;4M`,
      `${ESC}Ox`,
      `${ESC}[200~a\nb${ESC}[201~`,
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { maxLength: 8 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
        (sent, cuts) => {
          const whole = sent.join('');
          const pieces: string[] = [];
          for (let at = 0; at < whole.length; ) {
            const length = cuts.next().value ?? 1;
            pieces.push(whole.slice(at, at + length));
            at += length;
          }
          expect(joined(read(...pieces))).toEqual(joined(read(whole)));
        },
      ),
    );
  });
});

describe('what is played', () => {
  it('presses what is held before the key and lets go of all of it', async () => {
    const down = (code: string) => ({ type: 'key', code, down: true });
    const up = (code: string) => ({ type: 'key', code, down: false });
    expect(await played(read('\u0003', `${ESC}[1;4D`))).toEqual([
      ...[down('ControlLeft'), down('KeyC'), up('KeyC'), up('ControlLeft')],
      ...[down('ShiftLeft'), down('AltLeft'), down('ArrowLeft'), up('ArrowLeft'), up('ShiftLeft'), up('AltLeft')],
    ]);
  });

  it('leaves no key down, whatever came', async () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(ESC, `${ESC}[`, `${ESC}O`, `${ESC}[200~`, `${ESC}[201~`),
      fc
        .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 20 }), fc.constantFrom(...'ABCDHFPQRSZ~u'))
        .map(([number, held, final]) => `${ESC}[${number};${held}${final}`),
      fc.integer({ min: 0, max: 0x1f }).map((code) => String.fromCharCode(code)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 12 }), async (pieces) => {
        const held = new Set<string>();
        for (const event of await played(read(...pieces))) {
          if (event.type !== 'key') continue;
          expect(held.has(event.code)).toBe(!event.down);
          if (event.down) held.add(event.code);
          else held.delete(event.code);
        }
        expect([...held]).toEqual([]);
      }),
    );
  });

  it('loses no character of a long text, and breaks none', async () => {
    const long = '한🙂x'.repeat(700);
    const parts = (await played(read(long))).flatMap((event) => (event.type === 'text' ? [event.text] : []));
    expect(parts.join('')).toBe(long);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(1_000);
  });
});
