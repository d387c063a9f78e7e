import { describe, expect, it } from 'vitest';
import { chooseKey, type KeyLook } from './key-choice.js';

const look = (code: string, key: string, over: Partial<KeyLook> = {}): KeyLook => ({
  ...{ code, key, isComposing: false, ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, altGraph: false },
  ...over,
});
const shiftKey = true;

describe('a key is sent', () => {
  it.each([
    ['a letter', look('KeyA', 'a')],
    ['a capital', look('KeyA', 'A', { shiftKey })],
    ['a digit’s sign', look('Digit2', '@', { shiftKey })],
    ['space', look('Space', ' ')],
    ['an arrow', look('ArrowLeft', 'ArrowLeft')],
    ['a modifier', look('ShiftLeft', 'Shift', { shiftKey })],
    ['a command, whatever the input method makes of its key', look('KeyC', 'ㅊ', { ctrlKey: true })],
    ['Tab, which would leave the page', look('Tab', 'Tab')],
  ])('by its place: %s', (_, key) => {
    expect(chooseKey(key)).toBe('key');
  });

  it.each([
    ['a letter of another layout', look('KeyQ', 'a')],
    ['a capital of Caps Lock', look('KeyA', 'A')],
    ['an accent of AltGr', look('KeyE', '€', { ctrlKey: true, altKey: true, altGraph: true })],
    ['a number pad’s digit, which Num Lock there may not give', look('Numpad1', '1')],
    ['a letter of the Korean layout', look('KeyG', 'ㅎ')],
  ])('as text: %s', (_, key) => {
    expect(chooseKey(key)).toBe('text');
  });

  it.each([
    ['what an input method takes', look('KeyG', 'Process')],
    ['what is being composed', look('Backspace', 'Backspace', { isComposing: true })],
    ['the key of the input method', look('AltRight', 'HangulMode')],
    ['Caps Lock', look('CapsLock', 'CapsLock')],
    ['a dead key', look('BracketLeft', 'Dead')],
    ['the volume', look('AudioVolumeUp', 'AudioVolumeUp')],
    ['a phone’s keyboard', look('', 'Unidentified')],
  ])('not at all: %s', (_, key) => {
    expect(chooseKey(key)).toBe('own');
  });
});
