import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributes, html, join, sentence } from './html.js';

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('html', () => {
  test('escapes whatever is put in, so that it ends no text and no attribute and is read as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', '가', ';', '=') }), (text) => {
        for (const { text: written } of [html`${text}`, attributes({ title: text }), sentence(text, {})]) {
          const inner = written.replace(/^ title="|"$/g, '');
          expect(inner).not.toMatch(/[<>"']/);
          expect(unescaped(inner)).toBe(text);
        }
      }),
    );
  });

  test('takes HTML as it is, alone or as a list, and nothing for what is not there', () => {
    const bold = html`<b>${'<1>'}</b>`;
    expect(html`${bold}${[bold, bold]}${undefined}${0}`.text).toBe(`${'<b>&lt;1&gt;</b>'.repeat(3)}0`);
    expect(join([bold, html`!`]).text).toBe('<b>&lt;1&gt;</b>!');
  });

  test('leaves out attributes that are not set', () => {
    expect(attributes({ required: true, disabled: false, pattern: undefined, maxlength: 8 }).text).toBe(
      ' required maxlength="8"',
    );
  });

  test('fills the places of a sentence, and refuses one that nothing fills', () => {
    expect(sentence('Run {command} <now>.', { command: html`<code>x</code>` }).text).toBe(
      'Run <code>x</code> &lt;now&gt;.',
    );
    expect(() => sentence('Run {command}', {})).toThrow('{command}');
  });
});
