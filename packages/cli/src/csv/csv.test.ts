import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { guardCell, unguardCell } from './formula-guard.js';
import { readSeats } from './read-seats.js';
import { csvText } from './write.js';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const plan = { rows: [{ line: 2, device: '정보실/PC-01', student: 'haeun@school.example' }], leftOut: [] };

describe('readSeats', () => {
  it.each([
    ['commas', bytes('device,student\n정보실/PC-01,haeun@school.example\n')],
    ['a BOM and Windows line ends', bytes('\uFEFFdevice,student\r\n정보실/PC-01,haeun@school.example\r\n')],
    ['semicolons', bytes('기기;학생\n정보실/PC-01;haeun@school.example')],
    ['tabs and other columns', bytes('번호\t학생\t기기\n1\thaeun@school.example\t정보실/PC-01\n')],
    ['CP949 of Excel', iconv.encode('기기,학생\r\n정보실/PC-01,haeun@school.example\r\n', 'cp949')],
    [
      'UTF-16 of Excel',
      iconv.encode('기기\t학생\r\n정보실/PC-01\thaeun@school.example\r\n', 'utf-16le', { addBOM: true }),
    ],
    ['quotes', bytes('"Device","Student"\n"정보실/PC-01","haeun@school.example"')],
    ['decomposed names of macOS', bytes('기기,학생\n정보실/PC-01,haeun@school.example'.normalize('NFD'))],
  ])('reads %s', (_, file) => {
    expect(readSeats(file)).toEqual(plan);
  });

  it('reads syllables that only CP949 has', () => {
    const { rows } = readSeats(iconv.encode('기기,학생\n똠방실/PC,haeun@school.example\n', 'cp949'));
    expect(rows[0]?.device).toBe('똠방실/PC');
  });

  it('counts lines as an editor does, over blank lines and breaks in quotes', () => {
    const { rows } = readSeats(bytes('device,student,note\n\nA,a@x.example,"two\nlines"\n\nB,b@x.example,\n'));
    expect(rows.map(({ line, device }) => [line, device])).toEqual([
      [3, 'A'],
      [6, 'B'],
    ]);
  });

  it('leaves free devices out and reports what lacks a device', () => {
    expect(readSeats(bytes('device,student\nA,\n,b@x.example\n,\n')).leftOut).toEqual([
      { line: 2, outcome: 'skipped' },
      { line: 3, outcome: 'device_missing' },
    ]);
  });

  it.each(['', 'name,student\nx,y', 'device,device,student\na,b,c', 'device,student\n"open'])('refuses %j', (text) => {
    expect(() => readSeats(bytes(text))).toThrow('CSV: ');
  });

  it('reads back what was written, formulas, quotes and separators included', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\t', '\n', ' ', '김', 'a') })
      .map((text) => text.trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (seats) => {
        const { rows, leftOut } = readSeats(bytes(csvText([['device', 'student'], ...seats])));
        expect(rows.map(({ device, student }) => [device, student])).toEqual(seats);
        expect(leftOut).toEqual([]);
      }),
    );
  });
});

describe('guardCell', () => {
  it('leaves no cell that a spreadsheet would run, and loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '\t', '\r', 'a') }), (cell) => {
        expect(guardCell(cell)).not.toMatch(/^[=+\-@\t\r]/);
        expect(unguardCell(guardCell(cell))).toBe(cell);
      }),
    );
  });
});
