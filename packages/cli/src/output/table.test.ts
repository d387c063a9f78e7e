import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { painter } from './style.js';
import { type Column, cut, table } from './table.js';

const plain = painter(false);
const columns: Column<{ name: string; device: string }>[] = [
  { title: 'NAME', value: ({ name }) => name },
  { title: 'DEVICE', value: ({ device }) => device },
];

describe('table', () => {
  it('lines columns up where names are Korean', () => {
    const lines = table(
      [
        { name: '김하은', device: 'PC-01' },
        { name: 'Ann', device: 'PC-02' },
      ],
      columns,
      plain,
    );
    expect(lines).toEqual(['NAME    DEVICE', '김하은  PC-01', 'Ann     PC-02']);
  });

  it('begins the second column at the same cell in every row, whatever the names are', () => {
    const name = fc.string({ unit: fc.constantFrom('김', '하', 'a', '👩‍🏫', 'é', ' ') });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (names) => {
        const [, ...lines] = table(
          names.map((one) => ({ name: one, device: '|' })),
          columns,
          plain,
        );
        const starts = new Set(lines.map((line) => stringWidth(line.slice(0, line.lastIndexOf('|')))));
        expect(starts.size).toBe(1);
      }),
    );
  });

  it('keeps to the width of the terminal by cutting the widest column', () => {
    const rows = [{ name: '가'.repeat(60), device: 'PC-01' }];
    for (const line of table(rows, columns, plain, 40)) expect(stringWidth(line)).toBeLessThanOrEqual(40);
    expect(table(rows, columns, plain)[1]).toContain('가'.repeat(60));
  });

  it('shows no escape sequence of a name', () => {
    const [, line] = table([{ name: '\u001b[31mred\u001b]0;x\u0007', device: '\u202eevil' }], columns, plain);
    expect(line).toBe('red   evil');
  });
});

describe('cut', () => {
  it('never exceeds the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(stringWidth(cut(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
