import { describe, expect, it } from 'vitest';
import { allKeyCodes, isModifier, keyCode } from './key-codes.js';
import { typedCharacters } from './typed-text.js';

describe('keys by their place', () => {
  it('are one key each, on every system', () => {
    for (const system of ['x11', 'windows', 'macos'] as const) {
      const numbers = allKeyCodes.map((code) => keyCode(code)?.[system]).filter((number) => number !== null);
      const twice = numbers.filter((number, i) => numbers.indexOf(number) !== i);
      expect(twice).toEqual([]);
    }
  });

  it('are as the systems number them', () => {
    expect(keyCode('Escape')).toEqual({ x11: 9, windows: 0x01, macos: 0x35 });
    expect(keyCode('KeyA')).toEqual({ x11: 38, windows: 0x1e, macos: 0x00 });
    expect(keyCode('ArrowUp')).toEqual({ x11: 111, windows: 0xe048, macos: 0x7e });
    expect(keyCode('Lang1')).toMatchObject({ x11: 130, windows: 0x72 });
    expect(keyCode('NumpadEnter')).toEqual({ x11: 104, windows: 0xe01c, macos: 0x4c });
  });

  it('do not turn the machine off, and are not what they inherit', () => {
    for (const code of ['Power', 'Sleep', 'WakeUp', 'toString', '__proto__', '']) {
      expect(keyCode(code)).toBeUndefined();
    }
  });

  it('know their modifiers', () => {
    expect(allKeyCodes.filter(isModifier)).toEqual([
      'ControlLeft',
      'ShiftLeft',
      'ShiftRight',
      'AltLeft',
      'ControlRight',
      'AltRight',
      'MetaLeft',
      'MetaRight',
    ]);
  });
});

describe('text to type', () => {
  it('is whole characters: syllables, one kind of line end, no keys in disguise', () => {
    expect(typedCharacters('\u1112\u1161\u11ab글😀')).toEqual(['한', '글', '😀']);
    expect(typedCharacters('a\r\nb\rc\n\t')).toEqual(['a', '\n', 'b', '\n', 'c', '\n', '\t']);
    expect(typedCharacters('\u001b[A\u0000\u009b\u007f\ud800x')).toEqual(['[', 'A', 'x']);
  });
});
